"""The production environment's tree (E20 to E24, X32)."""

import pytest

from modelwright.server.core.models import JournalEntry
from modelwright.server.masterdata import usage
from modelwright.server.masterdata.models import Node
from modelwright.server.masterdata.usage import Usage


def listed(browser, industry, **query):
    answer = browser.get("/environment/nodes", industry=industry["id"], **query)
    assert answer.status_code == 200, answer.json()
    return [row["name"] for row in answer.json()["items"]]


def lineages_agree():
    """Every place's lineage is that of its parent, and the parent itself."""
    nodes = {node.pk: node for node in Node.objects.all()}
    return all(node.lineage == (nodes[node.parent_id].branch if node.parent_id else "") for node in nodes.values())


def test_several_names_are_added_at_once_one_per_line(administrator, industry):
    names = ["Shenzhen", "  Wuhan ", "", "Shenzhen", "Site 10", "Site 2"]
    body = {"industry_id": industry["id"], "names": names}
    answer = administrator.post("/environment/nodes", body)
    assert (answer.status_code, answer.json()["added"]) == (201, 4)
    assert listed(administrator, industry) == ["Shenzhen", "Site 2", "Site 10", "Wuhan"]


def test_the_dialog_knows_beforehand_how_many_are_new(administrator, industry, factory):
    body = {"industry_id": industry["id"], "parent_ids": [factory["P1"].pk, factory["P2"].pk], "names": ["S1", "S9"]}
    answer = administrator.post("/environment/nodes?dry_run=true", body)
    assert answer.status_code == 200
    existing = [{"parent_id": factory["P1"].pk, "name": "S1"}]
    assert answer.json() == {"added": 3, "existing": existing, "existing_count": 1, "ids": []}
    assert Node.objects.count() == len(factory)


def test_products_are_added_below_several_sites_and_existing_ones_stay(administrator, industry, factory):
    sites = [factory[name].pk for name in ("S1", "S2", "S3")]
    body = {"industry_id": industry["id"], "parent_ids": sites, "names": ["X", "Z"]}
    answer = administrator.post("/environment/nodes", body).json()
    assert (answer["added"], answer["existing_count"]) == (5, 1)
    assert listed(administrator, industry, parent=factory["S2"].pk) == ["X", "Z"]
    assert Node.objects.filter(name="X", parent=factory["S1"]).get() == factory["X"]
    entry = JournalEntry.objects.filter(action="environment_node.added").latest("pk")
    assert entry.detail == {"level": "Product", "count": 5, "names": ["Z", "X"], "parents": ["S1", "S2", "S3"]}


def test_there_is_nothing_below_the_last_level(administrator, industry, factory):
    body = {"industry_id": industry["id"], "parent_ids": [factory["X"].pk], "names": ["part"]}
    answer = administrator.post("/environment/nodes", body)
    assert answer.status_code == 422
    assert answer.json()["message"] == "The industry has no level below this one. Add a level first."


def test_parents_are_of_one_level_and_one_industry(administrator, industry, factory):
    mixed = {"industry_id": industry["id"], "parent_ids": [factory["F1"].pk, factory["P1"].pk], "names": ["N"]}
    assert administrator.post("/environment/nodes", mixed).status_code == 422
    other = administrator.post("/industries", {"name": "Other", "levels": ["A", "B"]}).json()
    foreign = {"industry_id": other["id"], "parent_ids": [factory["F1"].pk], "names": ["N"]}
    assert administrator.post("/environment/nodes", foreign).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "Цех № 4",
        "显示屏 二厂",
        "Línea ñandú",
        "مصنع الشاشات",
        "צפון \u200fA",
        "🏭👩\u200d🔧",
        "<b>&amp;'\"",
        "a" * 60,
        "100%_\\",
    ],
)
def test_names_of_four_scripts_emoji_and_right_to_left_survive(administrator, industry, name):
    administrator.post("/environment/nodes", {"industry_id": industry["id"], "names": [name]})
    assert listed(administrator, industry) == [name]
    assert listed(administrator, industry, search=name[-2:].upper()) == [name]


@pytest.mark.parametrize("name", ["a" * 61, "a" * 9_999, "tab\there", "two\nlines", "\x00", "a\u2028b"])
def test_a_name_that_breaks_the_rule_is_told_by_its_line_and_nothing_is_added(administrator, industry, name):
    answer = administrator.post("/environment/nodes", {"industry_id": industry["id"], "names": ["good", name]})
    assert (answer.status_code, [field["path"] for field in answer.json()["fields"]]) == (422, ["names.1"])
    assert not Node.objects.exists()


def test_capitals_make_another_name_and_so_does_another_parent(add):
    f1, f2 = add("F", "f")
    assert len(add("P", below=[f1, f2])) == 2


def test_too_many_at_once_are_refused(administrator, industry, add):
    parents = [node.pk for node in add(*(f"F{number}" for number in range(21)))]
    body = {"industry_id": industry["id"], "parent_ids": parents, "names": [f"P{number}" for number in range(1_000)]}
    answer = administrator.post("/environment/nodes", body)
    assert answer.json()["message"] == "At most 20000 places can be added at once; these are 21000."


def test_children_are_loaded_where_a_place_is_opened(administrator, industry, factory):
    assert listed(administrator, industry) == ["F1"]
    answer = administrator.get("/environment/nodes", industry=industry["id"], parent=factory["P1"].pk).json()
    assert [(row["name"], row["level"], row["level_name"], row["children"]) for row in answer["items"]] == [
        ("S1", 3, "Site", 1),
        ("S2", 3, "Site", 0),
    ]
    assert [place["name"] for place in answer["items"][0]["ancestors"]] == ["F1", "P1"]


def test_the_search_finds_anywhere_below_without_regard_to_capitals(administrator, industry, factory, add):
    add("Цех сборки", below=[factory["F1"]])
    assert listed(administrator, industry, search="ЦЕХ") == ["Цех сборки"]
    assert listed(administrator, industry, search="s") == ["S1", "S2", "S3"]
    assert listed(administrator, industry, search="s", parent=factory["P2"].pk) == ["S3"]
    assert listed(administrator, industry, level=4) == ["X", "Y"]
    assert listed(administrator, industry, level=4, parent=factory["P1"].pk) == ["X"]
    assert listed(administrator, industry, search="%") == []


def test_a_long_list_comes_in_pages(administrator, industry, add):
    add(*(f"F{number}" for number in range(1, 6)))
    first = administrator.get("/environment/nodes", industry=industry["id"], limit=3).json()
    second = administrator.get("/environment/nodes", industry=industry["id"], limit=3, cursor=first["next"]).json()
    assert [row["name"] for row in first["items"] + second["items"]] == ["F1", "F2", "F3", "F4", "F5"]
    assert (first["total"], second["next"]) == (5, None)


def test_a_longer_list_takes_no_more_queries(administrator, industry, factory, django_assert_num_queries):
    with django_assert_num_queries(6):  # session, person, rows, ancestors, children, total
        listed(administrator, industry, search="s")
    with django_assert_num_queries(6):
        listed(administrator, industry, level=4)


def test_a_place_is_renamed_once_and_the_second_is_told(administrator, factory):
    url = f"/environment/nodes/{factory['S1'].pk}"
    seen = administrator.get(url).json()["modified_at"]
    assert administrator.patch(url, {"name": " S7 ", "modified_at": seen}).json()["name"] == "S7"
    answer = administrator.patch(url, {"name": "S8", "modified_at": seen})
    assert (answer.status_code, answer.json()["detail"]["current"]["name"]) == (409, "S7")
    taken = administrator.patch(url, {"name": "S2", "modified_at": answer.json()["detail"]["current"]["modified_at"]})
    assert taken.json()["message"] == "“S2” exists already. Choose another name."


def test_places_move_with_all_that_is_below_them(administrator, industry, factory):
    answer = administrator.post("/environment/moves", {"ids": [factory["S1"].pk], "parent_id": factory["P2"].pk})
    assert [place["name"] for place in answer.json()[0]["ancestors"]] == ["F1", "P2"]
    assert listed(administrator, industry, search="x", parent=factory["P2"].pk) == ["X"]
    assert listed(administrator, industry, search="x", parent=factory["P1"].pk) == []
    assert lineages_agree()
    assert JournalEntry.objects.get(action="environment_node.moved").detail["name"] == "S1"


@pytest.mark.parametrize(("moved", "to"), [("S1", "F1"), ("P1", "S1"), ("P1", "P2"), ("F1", "P1"), ("X", "Y")])
def test_a_move_keeps_the_level_so_that_no_circle_can_arise(administrator, factory, moved, to):
    body = {"ids": [factory[moved].pk], "parent_id": factory[to].pk}
    assert administrator.post("/environment/moves", body).status_code == 422
    assert lineages_agree()


def test_a_move_does_not_make_two_of_one_name(administrator, factory, add):
    add("S1", below=[factory["P2"]])
    answer = administrator.post("/environment/moves", {"ids": [factory["S1"].pk], "parent_id": factory["P2"].pk})
    assert answer.json()["message"] == "“P2” has a place named “S1” already."


def test_removing_takes_all_descendants_and_says_before_how_many(administrator, factory):
    ids = {"ids": [factory["P1"].pk, factory["X"].pk]}
    counted = administrator.post("/environment/removals/count", ids).json()
    levels = [("Plant", 1), ("Site", 2), ("Product", 1)]
    assert (counted["nodes"], [(row["name"], row["count"]) for row in counted["by_level"]]) == (4, levels)
    assert Node.objects.count() == len(factory)
    assert administrator.post("/environment/removals", {**ids, "nodes": 4}).status_code == 200
    assert set(Node.objects.values_list("name", flat=True)) == {"F1", "P2", "S3", "Y"}
    entry = JournalEntry.objects.get(action="environment_node.removed")
    assert (entry.detail["names"], entry.detail["nodes"]) == (["P1", "X"], 4)


def test_what_was_added_after_the_count_is_not_removed_unseen(administrator, factory, add):
    counted = administrator.post("/environment/removals/count", {"ids": [factory["P1"].pk]}).json()
    add("new", below=[factory["S2"]])
    body = {"ids": [factory["P1"].pk], "nodes": counted["nodes"]}
    answer = administrator.post("/environment/removals", body)
    assert (answer.status_code, answer.json()["detail"]["nodes"]) == (409, 5)
    assert Node.objects.filter(pk=factory["P1"].pk).exists()


def test_what_is_bound_to_the_places_is_counted_and_confirmed(administrator, factory, monkeypatch):
    bound = lambda nodes: Usage("datasets", nodes.filter(level__number=4).count(), ["Parts"])  # noqa: E731
    monkeypatch.setattr(usage, "NODE_USERS", [bound])
    ids = {"ids": [factory["S1"].pk]}
    counted = administrator.post("/environment/removals/count", ids).json()
    assert counted["used_by"] == [{"kind": "datasets", "count": 1, "names": ["Parts"]}]
    assert administrator.post("/environment/removals", {**ids, "nodes": 2}).status_code == 409
    assert administrator.post("/environment/removals", {**ids, "nodes": 2, "bound": 1}).status_code == 200


def test_what_is_gone_already_is_told(administrator, factory):
    body = {"ids": [factory["S2"].pk], "nodes": 1}
    assert administrator.post("/environment/removals", body).status_code == 200
    assert administrator.post("/environment/removals", body).status_code == 404
    assert administrator.get(f"/environment/nodes/{factory['S2'].pk}").status_code == 404
    assert administrator.post("/environment/removals", {"ids": [2**70], "nodes": 1}).status_code == 422


def test_within_is_a_place_and_all_below_it(factory):
    found = Node.objects.within(factory["P1"], factory["Y"]).values_list("name", flat=True)
    assert set(found) == {"P1", "S1", "S2", "X", "Y"}


def test_everybody_reads_and_only_administrators_change(login, industry, factory):
    viewer = login("viewer")
    assert listed(viewer, industry) == ["F1"]
    assert viewer.post("/environment/nodes", {"industry_id": industry["id"], "names": ["N"]}).status_code == 403
    assert viewer.post("/environment/removals", {"ids": [factory["F1"].pk], "nodes": 8}).status_code == 403
    assert viewer.post("/environment/moves", {"ids": [1], "parent_id": 2}).status_code == 403
