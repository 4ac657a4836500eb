"""E-mail over a real SMTP server and webhooks to a real receiver, both on this machine (issue 5, notices)."""

import email
import json
import threading
from datetime import timedelta
from email import policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.utils import timezone

from modelwright.contract.events import Code, Outcome
from modelwright.server.accounts.models import User
from modelwright.server.notices import delivering, posting, spreading
from modelwright.server.notices.models import Delivery
from modelwright.server.settings import mail as mail_settings
from modelwright.server.testing.postgresql import free_port


class Mailbox:
    """Takes what comes; `refuses` says what it answers instead."""

    def __init__(self):
        self.messages, self.refuses = [], ""

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        if self.refuses:
            return self.refuses
        self.messages.append(email.message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def mailbox(monkeypatch):
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    for name, value in mail_settings(f"smtp+plain://127.0.0.1:{controller.port}").items():
        monkeypatch.setattr(settings, name, value, raising=False)
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
    monkeypatch.setattr(settings, "PUBLIC_URL", "https://train.example.org")
    yield box
    controller.stop()


class Receiver(ThreadingHTTPServer):
    """`answers`: the status of each request in turn; afterwards 200."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.posts, self.answers = [], []


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append((dict(self.headers), body))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 200)
        self.send_header("Location", "http://127.0.0.1/elsewhere")
        self.end_headers()
        self.wfile.write(b"thanks")

    def log_message(self, *_arguments):
        """Quietly."""


@pytest.fixture
def receiver(monkeypatch):
    monkeypatch.setattr(settings, "WEBHOOKS_TO_PRIVATE", True)
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def hook(login, project, receiver):
    """A webhook of the project, with its secret."""
    body = {"url": f"http://127.0.0.1:{receiver.server_port}/x", "events": ["failed", "completed"]}
    answer = login("manager").post(f"/projects/{project.pk}/webhooks", body)
    assert answer.status_code == 201, answer.content
    return answer.json()


@pytest.fixture
def failed(process, engine, dispatcher):
    """A process has failed, and that is told."""
    running = engine(process)
    running.finish(Outcome.FAILED, 1, code=Code.OUT_OF_MEMORY, values={"device": "cpu"})
    dispatcher.tick()
    return process


def work():
    """One round of the background work."""
    spreading.spread_pending(lambda: False)
    delivering.mail_pending(lambda: False)
    delivering.post_pending(lambda: False)


def pass_time(**span):
    for delivery in Delivery.objects.all():
        Delivery.objects.filter(pk=delivery.pk).update(next_at=delivery.next_at - timedelta(**span))


@pytest.fixture
def addressed(people):
    User.objects.filter(username="trainer").update(email="trainer@example.org", language="es")


def test_a_failure_is_mailed_to_its_author_in_their_language(mailbox, addressed, failed):
    work()
    work()
    (message,) = mailbox.messages
    assert (message["To"], message["Subject"]) == ("trainer@example.org", "[Bearings] Classifier · 1 ha fallado")
    plain, html = message.get_body(("plain",)).get_content(), message.get_body(("html",)).get_content()
    assert "La memoria de la máquina no basta" in plain
    link = f"https://train.example.org/projects/{failed['project_id']}/processes/{failed['id']}"
    assert link in plain
    assert f'href="{link}"' in html
    assert 'lang="es"' in html


def test_a_mail_server_that_refuses_is_asked_again_with_growing_pauses_under_the_same_key(mailbox, addressed, failed):
    mailbox.refuses = "451 Come back later"
    work()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == ("waiting", 1)
    assert "Come back later" in delivery.answer
    assert delivery.next_at > timezone.now() + timedelta(seconds=50)
    work()
    assert Delivery.objects.get().attempts == 1, "not before its time"
    mailbox.refuses = ""
    pass_time(minutes=2)
    work()
    assert [message["Message-ID"] for message in mailbox.messages] == [
        f"<training-{failed['id']}-1-failed-{delivery.user_id}@modelwright>"
    ]
    assert Delivery.objects.get().state == "delivered"


def test_without_a_mail_server_or_an_address_nothing_waits_to_be_mailed(failed, people):
    User.objects.filter(username="trainer").update(email="trainer@example.org")
    work()
    assert Delivery.objects.count() == 0


def test_an_administrator_tries_the_mail(mailbox, login, people):
    admin = login("administrator")
    assert admin.post("/mail/test").status_code == 422, "no address yet"
    User.objects.filter(username="administrator").update(email="admin@example.org")
    assert admin.post("/mail/test").json()["is_configured"]
    assert mailbox.messages[0]["To"] == "admin@example.org"
    mailbox.refuses = "550 No such user here"
    refused = admin.post("/mail/test")
    assert (refused.status_code, "No such user here" in refused.json()["message"]) == (409, True)
    assert login("manager").post("/mail/test").status_code == 403


def test_a_webhook_is_sent_signed_json(hook, receiver, failed):
    work()
    ((headers, body),) = receiver.posts
    stamp = headers["X-Modelwright-Signature"].split(",")[0].removeprefix("t=")
    assert headers["X-Modelwright-Signature"] == posting.signature(hook["secret"], int(stamp), body)
    assert abs(int(stamp) - timezone.now().timestamp()) < 300
    said = json.loads(body)
    assert (said["event"], said["title"]) == ("failed", "Classifier · 1 has failed")
    assert said["id"] == headers["X-Modelwright-Delivery"] == f"training-{failed['id']}-1-failed"
    assert said["facts"]["failure"]["code"] == "out_of_memory"
    assert hook["secret"] not in body.decode()


def test_one_that_is_not_taken_is_tried_again_then_given_up_and_can_be_sent_again(hook, receiver, failed, login):
    receiver.answers = [500, 302, *[503] * 5]
    for _attempt in range(7):
        work()
        pass_time(days=2)
    browser, path = login("manager"), f"/webhooks/{hook['webhook']['id']}/deliveries"
    (row,) = browser.get(path).json()["items"]
    assert (row["state"], row["attempts"], row["answer"], row["next_at"]) == ("given_up", 7, "503 thanks", None)
    assert len(receiver.posts) == 7, "a redirect is not followed"
    assert len({headers["X-Modelwright-Delivery"] for headers, _body in receiver.posts}) == 1
    assert browser.post(f"/deliveries/{row['id']}/send-again").json()["state"] == "waiting"
    work()
    (row,) = browser.get(path).json()["items"]
    assert (row["state"], row["answer"]) == ("delivered", "200 thanks")


def test_what_a_dying_server_was_sending_is_sent_by_another_but_not_at_once(hook, receiver, failed):
    spreading.spread_pending(lambda: False)
    claimed = Delivery.objects.select_related("webhook", "happening").get()
    assert delivering._claim(claimed)
    work()
    assert receiver.posts == []
    pass_time(minutes=5)
    work()
    assert len(receiver.posts) == 1
    delivering._store(claimed, state="given_up")
    assert Delivery.objects.get().state == "delivered", "the dead one's word counts no more"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x",
        "http://localhost:8000",
        "http://10.1.2.3",
        "http://169.254.169.254/latest",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0",
        "ftp://example.org",
        "https://",
        "https://user:word@example.org",
        "https://example.org:99999",
        "javascript:alert(1)",
    ],
)
def test_addresses_inside_and_nonsense_are_refused(login, project, url):
    answer = login("manager").post(f"/projects/{project.pk}/webhooks", {"url": url, "events": ["failed"]})
    assert answer.status_code == 422, url
    assert answer.json()["fields"][0]["path"] == "url"


def test_a_name_that_leads_inside_is_not_spoken_to(hook, receiver, failed, login, monkeypatch):
    monkeypatch.setattr(settings, "WEBHOOKS_TO_PRIVATE", False)
    work()
    assert receiver.posts == []
    assert "private network" in sent(login, hook)["answer"]


def sent(login, hook):
    """The only delivery, as the manager sees it."""
    (row,) = login("manager").get(f"/webhooks/{hook['webhook']['id']}/deliveries").json()["items"]
    return row


def test_what_waits_for_a_webhook_that_was_switched_off_is_given_up_and_says_why(hook, receiver, failed, login):
    spreading.spread_pending(lambda: False)
    browser, row = login("manager"), hook["webhook"]
    change = {name: row[name] for name in ("url", "events", "modified_at")}
    assert browser.patch(f"/webhooks/{row['id']}", {**change, "enabled": False}).status_code == 200
    work()
    told = sent(login, hook)
    assert (told["state"], told["attempts"], receiver.posts) == ("given_up", 1, [])
    assert told["answer"] == "It was not sent: the webhook had been switched off."
    assert browser.post(f"/deliveries/{told['id']}/send-again").status_code == 409


def test_trying_editing_and_deleting_a_webhook(hook, receiver, login, project):
    browser, row = login("manager"), hook["webhook"]
    assert "secret" not in browser.get(f"/projects/{project.pk}/webhooks").json()[0]
    assert browser.post(f"/webhooks/{row['id']}/test").status_code == 201
    work()
    assert json.loads(receiver.posts[0][1])["event"] == "test"
    replaced = browser.post(f"/webhooks/{row['id']}/secret").json()["secret"]
    assert replaced != hook["secret"]
    body = {"url": row["url"], "events": ["completed"], "enabled": False, "modified_at": row["modified_at"]}
    edited = browser.patch(f"/webhooks/{row['id']}", body)
    assert (edited.status_code, edited.json()["enabled"]) == (200, False)
    late = browser.patch(f"/webhooks/{row['id']}", body)
    assert (late.status_code, late.json()["detail"]["current"]["events"]) == (409, ["completed"])
    assert browser.post(f"/webhooks/{row['id']}/test").status_code == 409
    assert browser.post(f"/projects/{project.pk}/webhooks", {**body, "events": ["eaten"]}).status_code == 422
    assert browser.delete(f"/webhooks/{row['id']}").status_code == 204
    assert Delivery.objects.count() == 0
