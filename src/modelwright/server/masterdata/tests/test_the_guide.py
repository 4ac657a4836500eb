"""The first-use guide (E3)."""


def steps(browser):
    return {step["key"]: step for step in browser.get("/guide").json()["steps"]}


def test_the_steps_stand_in_the_order_of_the_work(administrator):
    assert list(steps(administrator)) == [
        "password",
        "people",
        "industry",
        "environment",
        "task_types",
        "compute_profiles",
        "machine",
        "project",
        "dataset",
        "model",
    ]


def test_a_step_is_done_when_its_thing_is_there(administrator, industry):
    before = steps(administrator)
    assert (before["industry"]["done"], before["environment"]["done"], before["compute_profiles"]["done"]) == (
        True,
        False,
        False,
    )
    administrator.post("/environment/nodes", {"industry_id": industry["id"], "names": ["F1", "F2"]})
    administrator.post("/compute-profiles", {"name": "S", "kind": "general", "cores": 1, "memory": 2**30})
    after = steps(administrator)
    assert (after["environment"]["count"], after["environment"]["done"], after["compute_profiles"]["done"]) == (
        2,
        True,
        True,
    )


def test_who_came_by_a_link_still_has_to_set_a_password(login, people):
    administrator = people["administrator"]
    administrator.set_unusable_password()
    administrator.must_set_password = True
    administrator.save()
    assert not steps(login("administrator"))["password"]["done"]


def test_each_person_puts_it_away_and_takes_it_back(administrator):
    assert administrator.post("/guide/dismissal").json()["dismissed"]
    assert administrator.post("/guide/dismissal").json()["dismissed"]
    assert administrator.get("/guide").json()["dismissed"]
    assert not administrator.delete("/guide/dismissal").json()["dismissed"]


def test_it_is_for_those_who_set_things_up(login, people):
    assert login("trainer").get("/guide").status_code == 403
