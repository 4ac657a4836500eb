"""Users: created, found, changed, blocked and deleted by those who may (E12 to E15, X20)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modelwright.server.accounts.models import Role, User
from modelwright.server.core.models import JournalEntry
from modelwright.server.testing.cast import PASSWORD, Browser

NEW = {"username": "meilin", "password": "Wright-2", "email": "mei@example.com", "remark": "Line 3"}


@pytest.fixture
def admin(login):
    return login("administrator")


@pytest.fixture
def preset(people):
    return lambda key: Role.objects.get(preset=key).pk


@pytest.fixture
def helpdesk(people):
    """Somebody who looks after accounts, and may do little else."""
    role = Role.objects.create(name="Help desk", cells={"users.manage": "all", "datasets.view": "all"})
    user = User.objects.create(username="helpdesk")
    user.roles.set([role])
    return Browser(user)


def path(people, name, verb=""):
    return f"/users/{people[name].pk}{verb}"


def messages(answer, field):
    return [entry["message"] for entry in answer.json()["fields"] if entry["path"] == field]


def enter(login, name, password):
    return login("").post("/session", {"username": name, "password": password})


def test_a_new_person_is_in_the_first_row_and_can_sign_in(admin, login, preset):
    made = admin.post("/users", NEW | {"role_ids": [preset("model_trainer")], "must_change_password": False})
    assert made.status_code == 201, made.content
    assert made.json()["password"] is None
    first = admin.get("/users").json()["items"][0]
    assert (first["username"], first["email"], first["remark"]) == ("meilin", "mei@example.com", "Line 3")
    assert [role["preset"] for role in first["roles"]] == ["model_trainer"]
    assert first["created_by"]["username"] == "administrator"
    assert enter(login, "meilin", "Wright-2").status_code == 200


def test_every_broken_rule_is_told_at_once(admin):
    answer = admin.post("/users", {"username": "a-b", "password": "abc", "email": "no"})
    assert answer.status_code == 422
    assert messages(answer, "username") == [
        "A user name has at least 5 characters.",
        "A user name has only digits, Chinese and English letters, and underscores.",
    ]
    assert messages(answer, "password") == [
        "A password has at least 6 characters.",
        "A password has at least two of: upper-case letters, lower-case letters, digits.",
    ]
    assert messages(answer, "email") == ["This is not an e-mail address."]
    assert messages(answer, "role_ids") == ["Choose at least one role."]


@pytest.mark.parametrize("name", ["abcde", "张三李四王", "质检_2025", "A_1_b", "12345", "_____"])
def test_names_of_digits_chinese_english_and_underscores_are_good(admin, preset, name):
    assert admin.post("/users", NEW | {"username": name, "role_ids": [preset("reviewer")]}).status_code == 201


@pytest.mark.parametrize("name", ["Иванов", "ab cde", "müller", "مستخدم", "user😀😀", "abcde\n", "ab.cde"])
def test_names_of_other_characters_are_refused(admin, preset, name):
    answer = admin.post("/users", NEW | {"username": name, "role_ids": [preset("reviewer")]})
    assert messages(answer, "username") == [
        "A user name has only digits, Chinese and English letters, and underscores."
    ]


def test_a_name_that_differs_only_by_case_is_taken(admin, preset):
    answer = admin.post("/users", NEW | {"username": "TRAINER", "role_ids": [preset("reviewer")]})
    assert "already" in messages(answer, "username")[0]


def test_the_stricter_policy_asks_for_more(admin, preset, settings):
    settings.PASSWORD_POLICY = "strict"
    answer = admin.post("/users", NEW | {"password": "abc", "role_ids": [preset("reviewer")]})
    assert len(messages(answer, "password")) == 3
    assert admin.post("/users", NEW | {"password": "Strict-1", "role_ids": [preset("reviewer")]}).status_code == 201


def test_the_rules_can_be_asked_for_while_typing(login):
    rules = login("viewer").post("/account/rules", {"username": "abc", "password": "Abc"}).json()
    assert [rule["kept"] for rule in rules["username"]] == [False, True]
    assert [rule["kept"] for rule in rules["password"]] == [False, True]


def test_a_made_password_is_told_once_and_has_to_be_changed(admin, login, preset):
    made = admin.post("/users", {"username": "meilin", "role_ids": [preset("model_trainer")]}).json()
    browser = login("")
    entered = browser.post("/session", {"username": "meilin", "password": made["password"]})
    assert entered.json()["account"]["must_set_password"] is True
    refused = browser.get("/projects")
    assert (refused.status_code, refused.json()["code"]) == (403, "password_change_required")
    assert browser.patch("/account", {"theme": "dark"}).status_code == 200
    same = browser.post("/account/password", {"new": made["password"]})
    assert messages(same, "new") == ["This is the password that you have now. Choose another one."]
    assert browser.post("/account/password", {"new": "Better-2"}).status_code == 204
    assert browser.get("/projects").status_code == 200
    assert made["password"] not in str(list(JournalEntry.objects.values()))


def test_the_list_is_searched_and_filtered(admin, people, preset):
    User.objects.filter(username="viewer").update(last_name="Wang", is_active=False)
    found = lambda **query: {row["username"] for row in admin.get("/users", **query).json()["items"]}  # noqa: E731
    assert found(search="wang") == found(state="blocked") == {"viewer"}
    assert "viewer" not in found(state="active")
    assert found(role_id=preset("labeller")) == {"labeller"}
    assert admin.get("/users", state="sleeping").status_code == 422


@pytest.mark.parametrize("sort", ["username", "-username", "created_at", "-created_at", "last_login", "-last_login"])
def test_every_page_of_every_order_holds_every_person_once(admin, people, sort):
    seen, cursor = [], ""
    while cursor is not None:
        answer = admin.get("/users", sort=sort, cursor=cursor, limit=2).json()
        seen += [row["username"] for row in answer["items"]]
        cursor = answer["next"]
    assert sorted(seen) == sorted(people)


def test_a_list_of_many_people_costs_no_more_queries_than_a_list_of_few(admin, preset):
    with CaptureQueriesContext(connection) as few:
        admin.get("/users")
    many = User.objects.bulk_create([User(username=f"person{number}") for number in range(30)])
    link = User.roles.through
    link.objects.bulk_create([link(user=user, role_id=preset("reviewer")) for user in many])
    with CaptureQueriesContext(connection) as more:
        assert len(admin.get("/users").json()["items"]) == 36
    assert len(more) == len(few)


def test_details_are_changed_and_the_second_of_two_is_told(admin, people):
    seen = admin.get(path(people, "viewer")).json()
    body = {"remark": "Shift B", "modified_at": seen["modified_at"]}
    assert admin.patch(path(people, "viewer"), body).json()["remark"] == "Shift B"
    late = admin.patch(path(people, "viewer"), {"remark": "Shift C", "modified_at": seen["modified_at"]})
    assert (late.status_code, late.json()["code"]) == (409, "changed")
    assert late.json()["detail"]["current"]["remark"] == "Shift B"
    entry = JournalEntry.objects.get(action="user.edited")
    assert entry.detail["before"] == {"remark": ""}


def test_a_name_that_was_good_before_stays(admin, people):
    User.objects.filter(pk=people["viewer"].pk).update(username="a.b")
    body = {"username": "a.b", "remark": "x"}
    assert admin.patch(path(people, "viewer"), body).status_code == 200
    assert admin.patch(path(people, "viewer"), {"username": "a.c"}).status_code == 422


def test_another_role_counts_at_once(admin, login, people, project, preset):
    browser = login("viewer")
    create = lambda: browser.post(f"/projects/{project.pk}/datasets", {"name": "Parts"}).status_code  # noqa: E731
    assert create() == 403
    both = [preset("reviewer"), preset("model_trainer")]
    assert admin.patch(path(people, "viewer"), {"role_ids": both}).status_code == 200
    assert create() == 201
    assert admin.patch(path(people, "viewer"), {"role_ids": []}).status_code == 422
    assert JournalEntry.objects.get(action="user.roles_changed").detail["after"] == ["Model trainer", "Reviewer"]


def test_a_new_password_from_the_administrator_ends_what_was_open(admin, login, people):
    open_before = login("viewer")
    made = admin.post(path(people, "viewer", "/password"), {}).json()["password"]
    assert open_before.get("/projects").status_code == 401
    assert enter(login, "viewer", PASSWORD).status_code == 403
    assert enter(login, "viewer", made).json()["account"]["must_set_password"] is True
    weak = admin.post(path(people, "viewer", "/password"), {"password": "abc"})
    assert len(messages(weak, "password")) == 2


def test_a_blocked_person_stays_outside_and_old_sessions_do_not_come_back(admin, login, people):
    open_before = login("viewer")
    assert admin.post(path(people, "viewer", "/block")).json()["is_blocked"] is True
    assert open_before.get("/projects").status_code == 401
    assert enter(login, "viewer", PASSWORD).status_code == 403
    assert admin.post(path(people, "viewer", "/block")).status_code == 409
    assert admin.post(path(people, "viewer", "/unblock")).json()["is_blocked"] is False
    assert open_before.get("/projects").status_code == 401
    assert enter(login, "viewer", PASSWORD).status_code == 200


def test_sessions_can_be_ended_without_anything_else(admin, login, people):
    here, there = login("viewer"), login("viewer")
    assert admin.post(path(people, "viewer", "/end-sessions")).status_code == 204
    assert here.get("/projects").status_code == there.get("/projects").status_code == 401
    assert enter(login, "viewer", PASSWORD).status_code == 200


def test_what_a_deleted_person_made_stays(admin, login, people, project):
    login("manager").post(f"/projects/{project.pk}/datasets", {"name": "Parts"})
    belongings = admin.get(path(people, "manager", "/belongings")).json()
    assert [(entry["entity"], entry["count"]) for entry in belongings] == [("projects", 1), ("datasets", 1)]
    assert admin.delete(path(people, "manager")).status_code == 204
    assert admin.get(f"/projects/{project.pk}").json()["created_by"] is None
    assert admin.get(f"/projects/{project.pk}/datasets").json()["total"] == 1


@pytest.mark.parametrize("verb", ["block", "delete", "roles"])
def test_nobody_does_it_to_themselves(admin, people, preset, verb):
    answer = undo(admin, people["administrator"], verb, preset)
    assert answer.status_code == 409
    assert User.objects.get(username="administrator").is_superuser


@pytest.mark.parametrize("verb", ["block", "delete", "roles"])
def test_the_last_administrator_stays(people, preset, verb):
    """Somebody with all rights, who is no administrator by the preset, could otherwise lock everybody out."""
    twin = Role.objects.create(name="Twin", cells=Role.objects.get(preset="super_administrator").cells)
    user = User.objects.create(username="deputy")
    user.roles.set([twin])
    answer = undo(Browser(user), people["administrator"], verb, preset)
    assert (answer.status_code, "last administrator" in answer.json()["message"]) == (409, True)
    assert User.objects.filter(username="administrator", is_superuser=True, is_active=True).exists()


def undo(browser, user, verb, preset):
    if verb == "roles":
        return browser.patch(f"/users/{user.pk}", {"role_ids": [preset("reviewer")]})
    return browser.delete(f"/users/{user.pk}") if verb == "delete" else browser.post(f"/users/{user.pk}/block")


def test_a_second_administrator_can_replace_the_first(admin, login, people, preset):
    admin.patch(path(people, "manager"), {"role_ids": [preset("super_administrator")]})
    second = login("manager")
    assert second.delete(path(people, "administrator")).status_code == 204
    assert second.get("/session").json()["account"]["is_administrator"] is True


@pytest.mark.parametrize("verb", ["/password", "/block", "/end-sessions", "/unblock"])
def test_whoever_manages_accounts_cannot_take_over_a_mightier_one(helpdesk, people, verb):
    refused = helpdesk.post(path(people, "administrator", verb), {})
    assert (refused.status_code, "rights that you do not have" in refused.json()["message"]) == (403, True)
    assert helpdesk.patch(path(people, "trainer"), {"email": "x@example.com"}).status_code == 403


def test_whoever_manages_accounts_cannot_give_more_than_they_have(helpdesk, people, preset):
    body = NEW | {"role_ids": [preset("super_administrator")]}
    assert helpdesk.post("/users", body).status_code == 403
    weaker = Role.objects.create(name="Looks", cells={"datasets.view": "own"}).pk
    made = helpdesk.post("/users", NEW | {"role_ids": [weaker]})
    assert made.status_code == 201
    user = made.json()["user"]["id"]
    assert helpdesk.patch(f"/users/{user}", {"role_ids": [preset("model_trainer")]}).status_code == 403
    assert helpdesk.post(f"/users/{user}/password", {}).status_code == 200


def test_others_do_not_learn_who_there_is(login, people):
    for name in ("trainer", "viewer", "manager", "labeller"):
        assert login(name).get("/users").status_code == login(name).get(path(people, "viewer")).status_code == 403
