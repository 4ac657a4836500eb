"""What a receiver of webhooks checks: the server's own signature, and nothing else."""

import time

import pytest

from modelwright.sdk.webhooks import verify_webhook
from modelwright.server.notices.posting import signature

SECRET, BODY = "whsec_1", b'{"event":"failed"}'


def test_the_servers_signature_is_accepted():
    verify_webhook(SECRET, signature(SECRET, int(time.time()), BODY), BODY)


@pytest.mark.parametrize(
    ("secret", "age_s", "body", "said"),
    [
        ("whsec_2", 0, BODY, "fit"),
        (SECRET, 0, BODY + b" ", "fit"),
        (SECRET, 400, BODY, "old"),
        (SECRET, -400, BODY, "old"),
    ],
)
def test_forged_changed_and_old_ones_are_not(secret, age_s, body, said):
    with pytest.raises(ValueError, match=said):
        verify_webhook(secret, signature(SECRET, int(time.time()) - age_s, BODY), body)


@pytest.mark.parametrize("header", ["", "v1=00", "t=now,v1=00", "t=,v1="])
def test_a_header_without_sense_is_not(header):
    with pytest.raises(ValueError, match="signature"):
        verify_webhook(SECRET, header, BODY)
