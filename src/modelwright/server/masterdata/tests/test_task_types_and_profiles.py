"""Task types (E25) and compute profiles (E26)."""

import pytest

from modelwright.server.core.models import JournalEntry
from modelwright.server.masterdata import usage
from modelwright.server.masterdata.models import ComputeProfile
from modelwright.server.masterdata.usage import Usage

GIB = 2**30
GENERAL = {"name": "Small", "kind": "general", "cores": 4, "memory": 8 * GIB}
WITH_CARDS = {"name": "Two cards", "kind": "gpu", "cores": 8, "memory": 32 * GIB, "gpus": 2, "gpu_memory": 16 * GIB}


def seeded(browser):
    return {row["logic"]: row for row in browser.get("/task-types").json()["items"]}


def test_the_logics_are_there_and_named_in_the_language_of_the_reader(login):
    browser = login("viewer")
    assert set(seeded(browser)) == {"classification", "segmentation_classification", "segmentation", "detection"}
    browser.patch("/account", {"language": "zh-hans"})
    assert seeded(browser)["segmentation_classification"]["name"] == "分割分类"


def test_a_task_type_is_made_renamed_and_deleted(administrator):
    new = administrator.post("/task-types", {"name": "Оптический контроль", "logic": "detection"}).json()
    url = f"/task-types/{new['id']}"
    renamed = administrator.patch(url, {"name": "光学检测", "modified_at": new["modified_at"]}).json()
    assert (renamed["name"], renamed["logic"]) == ("光学检测", "detection")
    late = administrator.patch(url, {"name": "Late", "modified_at": new["modified_at"]})
    assert (late.status_code, late.json()["detail"]["current"]["name"]) == (409, "光学检测")
    assert administrator.delete(url).status_code == 204
    actions = JournalEntry.objects.filter(entity="task_type").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["task_type.created", "task_type.renamed", "task_type.deleted"]


def test_a_renamed_one_has_its_name_in_every_language(administrator):
    row = seeded(administrator)["classification"]
    administrator.patch(f"/task-types/{row['id']}", {"name": "Sorting", "modified_at": row["modified_at"]})
    administrator.patch("/account", {"language": "es"})
    assert seeded(administrator)["classification"]["name"] == "Sorting"


@pytest.mark.parametrize("name", ["Classification", "", "a" * 61, "two\nlines"])
def test_names_are_free_but_not_taken_empty_or_too_long(administrator, name):
    answer = administrator.post("/task-types", {"name": name, "logic": "classification"})
    assert (answer.status_code in (409, 422), answer.json()["fields"][0]["path"]) == (True, "name")


def test_a_logic_that_nothing_implements_is_refused(administrator):
    assert administrator.post("/task-types", {"name": "Dreams", "logic": "generation"}).status_code == 422


def test_the_last_type_of_a_logic_that_is_used_is_not_deleted(administrator, monkeypatch):
    monkeypatch.setattr(usage, "LOGIC_USERS", [lambda: {"detection": Usage("training_templates", 1, ["Gears"])}])
    row = seeded(administrator)["detection"]
    assert row["used_by"] == [{"kind": "training_templates", "count": 1, "names": ["Gears"]}]
    late = administrator.patch(f"/task-types/{row['id']}", {"name": "Late", "modified_at": "2026-01-01T00:00:00Z"})
    assert late.json()["detail"]["current"]["used_by"] == row["used_by"]
    answer = administrator.delete(f"/task-types/{row['id']}")
    told = (answer.status_code, answer.json()["code"], answer.json()["detail"])
    assert told == (409, "in_use", {"used_by": ["Gears"]})
    administrator.post("/task-types", {"name": "Fields", "logic": "detection"})
    assert administrator.delete(f"/task-types/{row['id']}").status_code == 204


def test_a_longer_list_of_task_types_takes_no_more_queries(administrator, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(usage, "LOGIC_USERS", [])
    for number in range(5):
        administrator.post("/task-types", {"name": f"More {number}", "logic": "detection"})
    with django_assert_num_queries(5):  # session, person, rows, those that are the only ones, total
        assert administrator.get("/task-types").json()["total"] == 9


def test_a_profile_is_changed_and_counts_at_once(administrator):
    new = administrator.post("/compute-profiles", WITH_CARDS).json()
    url = f"/compute-profiles/{new['id']}"
    edited = administrator.patch(url, {**WITH_CARDS, "gpus": 1, "modified_at": new["modified_at"]}).json()
    assert edited["gpus"] == 1
    machine = {"cores": 8, "memory": 32 * GIB, "gpu_memories": [24 * GIB]}
    assert ComputeProfile.objects.get(pk=new["id"]).is_satisfied_by(**machine)
    entry = JournalEntry.objects.get(action="compute_profile.edited")
    assert (entry.detail["before"]["gpus"], entry.detail["after"]["gpus"]) == (2, 1)
    late = administrator.patch(url, {**WITH_CARDS, "modified_at": new["modified_at"]})
    assert (late.status_code, late.json()["detail"]["current"]["gpus"]) == (409, 1)


def test_a_general_profile_has_no_cards_and_one_with_cards_has_some(administrator):
    general = administrator.post("/compute-profiles", {**GENERAL, "gpus": 2, "gpu_memory": GIB}).json()
    assert (general["gpus"], general["gpu_memory"]) == (0, 0)
    answer = administrator.post("/compute-profiles", {**WITH_CARDS, "gpus": 0})
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (422, "gpus")


@pytest.mark.parametrize(
    "wrong", [{"cores": 0}, {"memory": 0}, {"memory": 2**60}, {"cores": "many"}, {"kind": "quantum"}, {"name": " "}]
)
def test_values_out_of_bounds_are_told_at_their_field(administrator, wrong):
    answer = administrator.post("/compute-profiles", {**GENERAL, **wrong})
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (422, next(iter(wrong)))


@pytest.mark.parametrize(
    ("machine", "fits"),
    [
        ({"cores": 8, "memory": 32 * GIB, "gpu_memories": [16 * GIB, 24 * GIB]}, True),
        ({"cores": 7, "memory": 32 * GIB, "gpu_memories": [16 * GIB, 24 * GIB]}, False),
        ({"cores": 8, "memory": 31 * GIB, "gpu_memories": [16 * GIB, 24 * GIB]}, False),
        ({"cores": 8, "memory": 32 * GIB, "gpu_memories": [8 * GIB, 24 * GIB]}, False),
        ({"cores": 8, "memory": 32 * GIB, "gpu_memories": []}, False),
    ],
)
def test_a_machine_satisfies_a_profile_when_it_has_all_of_it(administrator, machine, fits):
    key = administrator.post("/compute-profiles", WITH_CARDS).json()["id"]
    assert ComputeProfile.objects.get(pk=key).is_satisfied_by(**machine) is fits


def test_profiles_are_listed_sorted_and_deleted_in_few_queries(administrator, django_assert_num_queries):
    for body in (WITH_CARDS, GENERAL):
        administrator.post("/compute-profiles", body)
    with django_assert_num_queries(4):  # session, person, rows, total
        rows = administrator.get("/compute-profiles", sort="-memory").json()["items"]
    assert [row["name"] for row in rows] == ["Two cards", "Small"]
    assert administrator.delete(f"/compute-profiles/{rows[0]['id']}").status_code == 204
    assert ComputeProfile.objects.count() == 1


def test_everybody_reads_and_only_administrators_change(login, administrator):
    administrator.post("/compute-profiles", GENERAL)
    trainer = login("trainer")
    assert trainer.get("/compute-profiles").json()["total"] == 1
    assert trainer.post("/compute-profiles", WITH_CARDS).status_code == 403
    assert trainer.post("/task-types", {"name": "N", "logic": "detection"}).status_code == 403
