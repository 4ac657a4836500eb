"""What the Python client says where no server answers."""

import pytest

from modelwright.sdk.transport import ApiError, Transport
from modelwright.server.testing.postgresql import free_port


def test_a_download_from_a_server_that_is_gone_says_so_and_leaves_no_file(tmp_path):
    with Transport(f"http://127.0.0.1:{free_port()}") as transport, pytest.raises(ApiError) as refused:
        transport.download("/models/1/bundle.zip", tmp_path / "bundle.zip")
    assert (refused.value.code, list(tmp_path.iterdir())) == ("unreachable", [])
