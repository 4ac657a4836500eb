"""Roles: the matrix, what several add up to, and who may change them (X1, X33, E4 to E11)."""

import pytest

from modelwright.server.accounts.matrix import Right, granted
from modelwright.server.accounts.models import Membership, Role, User
from modelwright.server.accounts.presets import PRESETS, make_presets
from modelwright.server.testing.cast import Browser


@pytest.fixture
def admin(login):
    return login("administrator")


@pytest.fixture
def somebody(project):
    """`somebody({right: scope}, …)`: a browser of a member of the project with a role of each."""

    def enter(*roles):
        user = User.objects.create(username=f"somebody{User.objects.count()}")
        user.roles.set([Role.objects.create(name=f"Role {Role.objects.count()}", cells=cells) for cells in roles])
        Membership.objects.create(project=project, user=user)
        return Browser(user)

    return enter


def rights(browser):
    return browser.get("/session").json()["account"]["rights"]


def test_every_installation_has_the_presets(admin):
    presets = {role["preset"]: role for role in admin.get("/roles").json() if role["preset"]}
    assert set(presets) == {"super_administrator", "model_trainer", "data_scientist", "labeller", "reviewer"}
    assert presets["model_trainer"]["users"] == 2
    assert all(presets[key]["cells"] == preset.cells for key, preset in PRESETS.items())


def test_presets_follow_the_program_and_keep_their_people(admin, people):
    Role.objects.filter(preset="labeller").update(cells={})
    make_presets()
    assert Role.objects.get(preset="labeller").cells == PRESETS["labeller"].cells
    assert people["labeller"].roles.get().preset == "labeller"


def test_a_model_trainer_has_what_the_source_gives(login):
    """E4 to E11: datasets of all; models and trainings of one's own; no users, no master data."""
    held = rights(login("trainer"))
    assert {held[f"datasets.{action}"] for action in ("view", "create", "edit", "delete")} == {"all"}
    assert {held[right] for right in ("models.edit", "models.delete", "training_processes.manage")} == {"own"}
    assert {held[right] for right in ("models.view", "training_processes.view")} == {"all"}
    assert not any(right.startswith(("users.", "roles.", "journal.")) for right in held)
    assert "master_data.edit" not in held


def test_the_super_administrator_holds_every_right(login):
    assert set(rights(login("administrator"))) == set(Right)


def test_the_matrix_leaves_out_what_makes_no_sense(admin):
    matrix = {line["key"]: line for line in admin.get("/roles/matrix").json()}
    cells = {action["right"]: action["scopes"] for line in matrix.values() for action in line["actions"]}
    assert [action["key"] for action in matrix["journal"]["actions"]] == ["view"]
    assert "master_data.manage" not in cells
    assert cells["training_processes.manage"] == ["own", "all"]
    assert cells["training_processes.create"] == cells["users.edit"] == ["all"]


def test_the_matrix_speaks_russian_as_the_source_does(admin):
    admin.patch("/account", {"language": "ru"})
    matrix = {line["key"]: line for line in admin.get("/roles/matrix").json()}
    labels = [matrix[key]["label"] for key in ("training_templates", "training_processes", "machines")]
    assert labels == ["Шаблоны процесса обучения", "Процессы обучения", "Агенты"]
    actions = [action["label"] for action in matrix["users"]["actions"]]
    assert actions == ["Просмотр", "Создание", "Редактирование", "Удаление", "Управление"]


def test_to_manage_includes_the_rest():
    held = granted([{"training_processes.manage": "own"}])
    assert {held[right] for right in (Right.PROCESSES_VIEW, Right.PROCESSES_DELETE)} == {"own"}
    assert held[Right.PROCESSES_CREATE] == "all"


def test_several_roles_add_up_and_all_beats_own():
    held = granted([{"models.edit": "own", "datasets.view": "all"}, {"models.edit": "all"}, {"gone.view": "all"}])
    assert (held[Right.MODELS_EDIT], held[Right.DATASETS_VIEW]) == ("all", "all")
    assert granted([{"models.edit": "all"}, {"models.edit": "own"}])[Right.MODELS_EDIT] == "all"


def test_a_role_of_ones_own_is_made_copied_changed_and_deleted(admin):
    made = admin.post("/roles", {"name": "Night shift", "cells": {"datasets.view": "own"}})
    assert made.status_code == 201, made.content
    path = f"/roles/{made.json()['id']}"
    changed = admin.patch(path, {"cells": {"datasets.view": "all"}, "modified_at": made.json()["modified_at"]})
    assert (changed.json()["cells"], changed.json()["name"]) == ({"datasets.view": "all"}, "Night shift")
    assert admin.delete(path).status_code == 204
    assert admin.get(path).status_code == 404


def test_the_second_of_two_who_change_a_role_is_told_what_is_new(admin):
    made = admin.post("/roles", {"name": "Night shift"}).json()
    first = {"description": "Mine", "modified_at": made["modified_at"]}
    assert admin.patch(f"/roles/{made['id']}", first).status_code == 200
    late = admin.patch(f"/roles/{made['id']}", {"name": "Late shift", "modified_at": made["modified_at"]})
    assert (late.status_code, late.json()["code"]) == (409, "changed")
    assert late.json()["detail"]["current"]["description"] == "Mine"


@pytest.mark.parametrize(
    "cells",
    [{"datasets.fly": "all"}, {"journal.edit": "all"}, {"datasets.view": "some"}, {"datasets.create": "own"}, {"": ""}],
)
def test_a_cell_that_the_matrix_does_not_have_is_refused(admin, cells):
    answer = admin.post("/roles", {"name": "Odd", "cells": cells})
    assert answer.status_code == 422
    assert [field["path"] for field in answer.json()["fields"]] == [f"cells.{right}" for right in cells]


@pytest.mark.parametrize(
    ("name", "status"), [("", 422), ("  ", 422), ("a/b", 422), ("<b>", 422), ("Смена-1", 201), ("夜班", 201)]
)
def test_names_of_roles(admin, name, status):
    assert admin.post("/roles", {"name": name}).status_code == status


def test_a_name_is_taken_once_whatever_its_case(admin):
    assert admin.post("/roles", {"name": "Reviewer"}).status_code == 409
    answer = admin.post("/roles", {"name": "reviewer"})
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (409, "name")


def test_presets_are_copied_and_never_changed(admin):
    preset = f"/roles/{Role.objects.get(preset='labeller').pk}"
    for answer in (admin.patch(preset, {"name": "Mine"}), admin.delete(preset)):
        assert (answer.status_code, "Copy it" in answer.json()["message"]) == (409, True)


def test_a_role_that_people_have_stays_and_says_who(admin, people):
    made = admin.post("/roles", {"name": "Night shift"}).json()
    people["viewer"].roles.add(made["id"])
    answer = admin.delete(f"/roles/{made['id']}")
    assert (answer.status_code, answer.json()["detail"]["users"]) == (409, ["viewer"])


def test_nobody_makes_a_role_mightier_than_themselves(somebody):
    browser = somebody({"roles.create": "all", "roles.edit": "all", "roles.view": "all", "datasets.view": "own"})
    assert browser.post("/roles", {"name": "A", "cells": {"datasets.view": "own"}}).status_code == 201
    assert browser.post("/roles", {"name": "B", "cells": {"datasets.view": "all"}}).status_code == 403
    mightier = Role.objects.create(name="C", cells={"users.manage": "all"})
    assert browser.patch(f"/roles/{mightier.pk}", {"cells": {}}).status_code == 403


def test_a_missing_right_is_named_in_words(login, project):
    refused = login("viewer").post(f"/projects/{project.pk}/datasets", {"name": "Parts"})
    assert refused.json()["message"] == "You need the right “Datasets — Create”. Ask an administrator."
    assert refused.json()["detail"] == {"right": "datasets.create"}


def test_a_right_on_ones_own_reaches_no_further(login, people, project, somebody):
    """Lists show only one's own, other things do not exist, and what belongs to them neither."""
    theirs = login("trainer").post(f"/projects/{project.pk}/datasets", {"name": "Theirs"}).json()["id"]
    browser = somebody({"datasets.view": "own", "datasets.create": "all", "datasets.edit": "own"})
    mine = browser.post(f"/projects/{project.pk}/datasets", {"name": "Mine"}).json()["id"]
    listed = browser.get(f"/projects/{project.pk}/datasets").json()
    assert ([row["id"] for row in listed["items"]], listed["total"]) == ([mine], 1)
    assert browser.get(f"/datasets/{theirs}").status_code == 404
    assert browser.get(f"/datasets/{theirs}/paths").status_code == 404
    assert browser.patch(f"/datasets/{mine}", {"description": "x"}).status_code == 200


def test_to_see_all_and_change_ones_own(login, project, somebody):
    theirs = login("trainer").post(f"/projects/{project.pk}/datasets", {"name": "Theirs"}).json()["id"]
    browser = somebody({"datasets.view": "all"}, {"datasets.edit": "own"})
    assert browser.get(f"/datasets/{theirs}").status_code == 200
    refused = browser.patch(f"/datasets/{theirs}", {"description": "x"})
    assert refused.json()["message"] == "Your right “Datasets — Edit” covers only what is your own."


def test_processes_take_the_right_to_see_their_templates(somebody, project):
    """A10 to A16: the role must hold all rights listed."""
    path = f"/projects/{project.pk}/processes"
    assert somebody({"training_processes.view": "all"}).get(path).status_code == 403
    both = {"training_processes.view": "all", "training_templates.view": "all"}
    assert somebody(both).get(path).status_code == 200


def test_no_role_is_no_right(somebody, project):
    browser = somebody()
    assert browser.get(f"/projects/{project.pk}").status_code == 200
    assert browser.get(f"/projects/{project.pk}/datasets").status_code == 403
    assert browser.post("/projects", {"name": "Mine"}).status_code == 403
