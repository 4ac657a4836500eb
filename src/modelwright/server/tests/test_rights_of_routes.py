"""Every route declares what it needs, and keeps to it: for nobody, an outsider, every preset, owners and others."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from django.apps import apps
from django.utils import timezone

from modelwright.server.accounts.models import Membership, Role, User
from modelwright.server.accounts.rights import FOR_EVERYBODY, INSTALLATION_WIDE, Access, Right
from modelwright.server.api import api
from modelwright.server.core.models import JournalEntry
from modelwright.server.datasets.models import DatasetVersion, Export, Sample, Upload
from modelwright.server.jobs.models import Job
from modelwright.server.masterdata.models import ComputeProfile, Industry, Level, Node, TaskType
from modelwright.server.notices.models import Delivery, Happening, Notice, Webhook
from modelwright.server.schedules.models import Schedule
from modelwright.server.training.models import Draft, MeasuredSample, Process, Rehearsal

pytestmark = pytest.mark.long

HIDDEN = "This does not exist, or you are not a member of its project."
EVERYBODY = ("", "outsider", "labeller", "viewer", "colleague", "trainer", "manager", "administrator")
"""Trainer and colleague are both model trainers; everything in the project is the trainer's, the project the manager's."""
WATCHING = {"stream_process", "get_curves", "download_curves", "get_log", "download_log"}
"""Monitoring needs the right to manage, or to be the process's author (X1)."""
IN_PROJECTS = frozenset(Right) - INSTALLATION_WIDE
VIEWS = frozenset(right for right in IN_PROJECTS if right.endswith(".view"))
ON_THE_PROJECT = {Right.PROJECTS_EDIT, Right.PROJECTS_DELETE, Right.PROJECTS_MANAGE}
ON_OWN_ONLY = {
    Right.TEMPLATES_EDIT,
    Right.TEMPLATES_DELETE,
    Right.PROCESSES_DELETE,
    Right.PROCESSES_MANAGE,
    Right.MODELS_EDIT,
    Right.MODELS_DELETE,
    Right.MODELS_MANAGE,
}
MAY = {
    "labeller": {Right.PROJECTS_VIEW, Right.DATASETS_VIEW, Right.DATASETS_EDIT},
    "viewer": VIEWS,
    "colleague": IN_PROJECTS - ON_THE_PROJECT - ON_OWN_ONLY,
    "trainer": IN_PROJECTS - ON_THE_PROJECT,
    "manager": IN_PROJECTS,
}
"""What each may do in the project, with these things."""
MAKES_SOMETHING_OF_ONES_OWN = {"start_rehearsal"}

BODIES = {
    "sign_in": {"username": "x", "password": "y"},
    "sign_in_once": {"token": "x"},
    "change_password": {"current": "wrong", "new": "Valid-1"},
    "create_project": {"name": "Another"},
    "create_dataset": {"name": "Another"},
    "add_paths": {"paths": ["/nowhere"]},
    "remove_paths": {"ids": [1]},
    "look_at_folders": {"paths": ["/nowhere"]},
    "make_dataset_version": {},
    "give_split": {},
    "request_export": {"format": "folders"},
    "begin_upload": {"name": "a.png", "size": 10},
    "check_parameters": {"text": "{}"},
    "plot_learning_rate": {"parameters": {}},
    "create_template": {"name": "Another"},
    "create_process": {},
    "begin_draft": {},
    "save_draft": {"modified_at": "2026-01-01T00:00:00Z"},
    "try_draft": {"name": "Another"},
    "finish_draft": {"template": {"name": "Another"}},
    "start_draft": {"template": {"name": "Another"}, "process": {}},
    "act_on_processes": {"action": "tag", "ids": [1], "tags": ["first"]},
    "clone_process": {"name": "Copy"},
    "set_process_note": {"note": "Looks good", "note_version": 0},
    "change_process_tags": {"add": ["first"]},
    "arrange_screen": {"view": "tasks"},
    "start_rehearsal": {"machine_id": 1},
    "move_in_line": {"to": "front"},
    "apply_remedy": {"name": "start_over"},
    "create_user": {"username": "newcomer"},
    "create_role": {"name": "Another"},
    "create_token": {"name": "Another"},
    "add_member": {"user_id": 1},
    "download_measured": {"ids": [1]},
    "edit_machine": {"version": 1, "name": "Another"},
    "set_gate_rules": {"rules": [{"kind": "certificate"}], "revision": 0},
    "set_stage": {"stage": "archived"},
    "reproduce_version": {},
    "roll_back": {"reason": "Drift"},
    "upload_chunk": b"chunk",
    "preview_schedule": {"timing": {"kind": "cron", "expression": "0 8 * * *"}, "zone": "UTC"},
    "create_schedule": {"timing": {"kind": "weekly", "days": [1], "time": "08:00"}, "zone": "UTC"},
    "schedule_process": {"at": "2099-01-01T08:00", "zone": "UTC"},
    "edit_schedule": {
        "timing": {"kind": "weekly", "days": [1], "time": "08:00"},
        "zone": "UTC",
        "modified_at": "2026-01-01T00:00:00Z",
    },
    "read_notices": {"upto": 1},
    "choose_notices": {"channels": {"failed": ["bell"]}},
    "create_webhook": {"url": "https://example.org/hook", "events": ["failed"]},
    "edit_webhook": {
        "url": "https://example.org/hook",
        "events": ["completed"],
        "modified_at": "2026-01-01T00:00:00Z",
    },
    "exclude_samples": {"selection": {}, "reason": "Blurred"},
    "create_industry": {"name": "Another"},
    "rename_industry": {"name": "Another", "modified_at": "2026-01-01T00:00:00Z"},
    "set_levels": {"levels": [], "modified_at": "2026-01-01T00:00:00Z"},
    "add_nodes": {"industry_id": 1, "names": ["Another"]},
    "rename_node": {"name": "Another", "modified_at": "2026-01-01T00:00:00Z"},
    "move_nodes": {"ids": [1], "parent_id": 1},
    "count_removal": {"ids": [1]},
    "remove_nodes": {"ids": [1], "nodes": 1},
    "create_task_type": {"name": "Another", "logic": "detection"},
    "rename_task_type": {"name": "Another", "modified_at": "2026-01-01T00:00:00Z"},
    "create_compute_profile": {"name": "Another", "kind": "general", "cores": 1, "memory": 2**30},
    "edit_compute_profile": {
        "name": "Another",
        "kind": "general",
        "cores": 1,
        "memory": 2**30,
        "modified_at": "2026-01-01T00:00:00Z",
    },
}
QUERIES = {
    "list_folders": {"path": "/"},
    "list_nodes": {"industry": 1},
    "compare_dataset_versions": {"against": 1},
    "compare_runs": {"runs": "1"},
}


class Route(NamedTuple):
    method: str
    path: str
    name: str
    rule: object


def routes():
    for _prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                function = operation.view_func
                yield Route(operation.methods[0], path, function.__name__, getattr(function, "rule", None))


def test_every_route_declares_its_rule():
    assert [route for route in routes() if not isinstance(route.rule, Access | Right)] == []


def test_every_route_about_a_project_needs_a_right():
    about_projects = [route for route in routes() if "_id}" in route.path and not route.path.startswith("/account/")]
    assert [route for route in about_projects if not isinstance(route.rule, Right)] == []


@pytest.fixture
def keys(project, dataset, process, publish, people, settings):
    """By the name in the path: the key of a thing in the project."""
    settings.MACHINE_LEASE = timedelta(days=1)  # a walk over all routes may take longer than a machine is trusted
    version = publish()
    row = Process.objects.get(pk=process["id"])
    measured = MeasuredSample.objects.create(process=row, job=row.job, part="validation", path="/x.png", label="a")
    upload = Upload.objects.create(dataset_id=dataset["id"], name="a.png", size=10, created_by=people["trainer"])
    job = Job.objects.create(kind="rehearsal", subject_id=1, machine=row.job.machine, run_dir="/nowhere")
    rehearsal = Rehearsal.objects.create(template=row.template, job=job, created_by=people["trainer"])
    sample = Sample.objects.filter(dataset_id=dataset["id"]).first()
    facts = {"dataset_id": dataset["id"], "created_by": people["trainer"]}
    dataset_version = DatasetVersion.objects.create(
        number=1, hash="0", images=1, annotated=0, reason="on_demand", **facts
    )
    export = Export.objects.create(format="coco", **facts)
    return {
        "project_id": project.pk,
        "dataset_version_id": dataset_version.pk,
        "export_id": export.pk,
        "dataset_id": dataset["id"],
        "path_id": sample.data_path_id,
        "sample_id": sample.pk,
        "upload_id": upload.pk,
        "template_id": row.template_id,
        "process_id": row.pk,
        "draft": Draft.objects.create(project=project, person=people["administrator"]).pk,
        "measured_id": measured.pk,
        "rehearsal_id": rehearsal.pk,
        "machine_id": row.job.machine_id,
        "kind": "csv",
        "file": "0.png",
        "model_id": version.model_id,
        "version_id": version.pk,
        "name": "ResNet18",
        "screen": "processes",
        "user_id": people["viewer"].pk,
        "role_id": Role.objects.create(name="Nobody's").pk,
        "token_id": 1,
        "schedule_id": Schedule.objects.create(
            project=project,
            template=row.template,
            timing={"kind": "weekly", "days": [1], "time": "08:00"},
            zone="UTC",
            next_at=timezone.now() + timedelta(days=1),
            created_by=people["trainer"],
        ).pk,
        **notices_of(project, people["trainer"]),
        **master_data(),
    }


def notices_of(project, person):
    """A webhook, something on its way to it, and a notice."""
    hook = Webhook.objects.create(project=project, url="https://example.org", secret="s", events=["failed"])
    happening = Happening.objects.create(key="x", event="failed", project=project)
    facts = {"happening": happening, "next_at": timezone.now()}
    return {
        "webhook_id": hook.pk,
        "delivery_id": Delivery.objects.create(channel="webhook", webhook=hook, **facts).pk,
        "notice_id": Notice.objects.create(happening=happening, user=person, at=timezone.now()).pk,
    }


def master_data():
    """One of each kind."""
    industry = Industry.objects.create(name="Displays", is_default=True)
    level = Level.objects.create(industry=industry, number=1, name="Factory")
    profile = ComputeProfile.objects.create(name="Small", kind="general", cores=1, memory=2**30)
    return {
        "industry": industry.pk,
        "node": Node.objects.create(industry=industry, level=level, name="F1").pk,
        "task_type": TaskType.objects.first().pk,
        "profile": profile.pk,
    }


@pytest.fixture(autouse=True)
def colleague(people, project):
    """Another model trainer of the project."""
    person = User.objects.create(username="colleague")
    person.roles.set(people["trainer"].roles.all())
    Membership.objects.create(project=project, user=person)
    people["colleague"] = person


def test_every_table_of_a_project_says_whose_its_rows_are():
    """`owned = Owned(entity, owner)`: without it, a right on what is one's own would reach everybody's rows."""
    assert [table for table in apps.get_models() if hasattr(table, "project_of") and not hasattr(table, "owned")] == []


def test_every_route_answers_each_person_by_their_rights(login, keys):
    everybody = {name: login(name) for name in EVERYBODY}
    wrong = [
        (route.method, route.path, name or "nobody", found, expected)
        for route in routes()
        for name, browser in everybody.items()
        if (found := outcome(browser, route, keys)) != (expected := allowed(route, name))
    ]
    assert not wrong, "\n".join(map(str, wrong))


def test_publishing_takes_the_right_to_work_with_the_process_and_the_right_to_make_models(login, people, keys):
    runs = Role.objects.create(
        name="Runs", cells={"training_templates.view": "all", "training_processes.manage": "all"}
    )
    people["colleague"].roles.set([runs])
    refused = login("colleague").post(f"/processes/{keys['process_id']}/publish", {})
    assert (refused.status_code, "Models — Create" in refused.json()["message"]) == (403, True)


def test_who_deletes_somebody_elses_data_set_is_in_the_journal_with_whose_it_was(login, keys):
    """X23: a model trainer may."""
    assert login("colleague").delete(f"/datasets/{keys['dataset_id']}?confirmed=true").status_code == 204
    entry = JournalEntry.objects.get(action="dataset.deleted")
    assert (entry.user.username, entry.detail["before"]["created_by"]) == ("colleague", "trainer")


def allowed(route, name):
    """`yes`, or how the person is turned away."""
    rule = route.rule
    if rule is Access.PUBLIC:
        return "yes"
    if not name:
        return "sign in"
    if rule in (Access.SIGNED_IN, Access.ACCOUNT) or name == "administrator":
        return "yes"
    if rule is Access.ADMINISTRATOR or rule in INSTALLATION_WIDE:
        return "yes" if rule in FOR_EVERYBODY else "forbidden"
    if name == "outsider":
        return "yes" if rule is Right.PROJECTS_CREATE else "hidden"
    return "yes" if may_in_project(route, name) else "forbidden"


def may_in_project(route, name):
    if route.name in WATCHING:
        return name in ("trainer", "manager")
    return route.rule in MAY[name] or (name == "colleague" and route.name in MAKES_SOMETHING_OF_ONES_OWN)


def outcome(browser, route, keys):
    """What the person is told; whatever the request changed is taken back."""
    with browser.forgetting():
        answer = send(browser, route, route.path.format(**keys))
    if answer.streaming and not answer.is_async:
        list(answer.streaming_content)  # closes the file
    return said(answer)


def said(answer):
    if answer.status_code == 401:
        return "sign in"
    code = {} if answer.streaming else answer.json() if answer.status_code >= 400 else {}
    if code.get("message") == HIDDEN:
        return "hidden"
    assert answer.status_code != 500
    return "forbidden" if code.get("code") in ("forbidden", "csrf_failed") else "yes"


def send(browser, route, path, body=None):
    if route.name == "upload_chunk":
        path += "?offset=0"
    if route.name == "predict":
        return browser.upload(path, b"no image")
    if route.method == "GET":
        return browser.get(path, **QUERIES.get(route.name, {}))
    given = BODIES.get(route.name, {}) if body is None else body
    return getattr(browser, route.method.lower())(path, given)
