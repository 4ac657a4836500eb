"""What the guide says is so: links lead somewhere, commands, options and variables exist."""

import argparse
import re
from importlib import import_module
from pathlib import Path

import pytest

from modelwright.sdk.cli import COMMANDS

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
SOURCES = "\n".join(file.read_text() for folder in ("src", "benchmarks") for file in (ROOT / folder).rglob("*.py"))
MAKEFILE = (ROOT / "Makefile").read_text()
IDS = [str(page.relative_to(ROOT)) for page in PAGES]
each_page = pytest.mark.parametrize("page", PAGES, ids=IDS)


def code_of(page: Path) -> str:
    """What stands in fences and in backticks."""
    text = page.read_text()
    return "\n".join([*re.findall(r"```.*?```", text, re.DOTALL), *re.findall(r"`[^`\n]+`", text)])


def anchors_of(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def options_of(command: str) -> set[str]:
    parser = argparse.ArgumentParser()
    import_module(f"modelwright.sdk.commands.{command}").add_arguments(parser)
    return set(re.findall(r"--[a-z-]+", parser.format_help()))


@each_page
def test_links_and_images_lead_somewhere(page):
    for target, _, anchor in (link.partition("#") for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text())):
        if target.startswith(("http://", "https://")):
            continue
        file = (page.parent / target).resolve() if target else page
        assert file.exists(), f"{target} is missing"
        assert not anchor or anchor in anchors_of(file), f"{target} has no heading #{anchor}"


@each_page
def test_commands_and_their_options_exist(page):
    for command, rest in re.findall(r"modelwright ([a-z]+)((?:.*\n? +\[)*.*)", code_of(page)):
        assert command in COMMANDS
        missing = set(re.findall(r"--[a-z-]+", rest)) - options_of(command)
        assert not missing, f"modelwright {command} has no {missing}"


@each_page
def test_make_targets_exist(page):
    for target in re.findall(r"(?:^|`)make ([a-z-]+)", code_of(page), re.MULTILINE):
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), f"make {target} does not exist"


@each_page
def test_variables_exist(page):
    names = set(re.findall(r"\b(?:MODELWRIGHT|DATABASE)_[A-Z_]+", page.read_text()))
    unknown = [name for name in names if name.removesuffix("_FILE") not in SOURCES]
    assert not unknown


def test_every_variable_is_in_the_administrators_page():
    settings = (ROOT / "src/modelwright/server/settings.py").read_text()
    page = (ROOT / "docs/user/administration.md").read_text()
    read = set(re.findall(r"(?:env|choice)\(\s*\"([A-Z_]+)\"", settings))
    assert sorted(name for name in read if name not in page) == []


def test_the_map_of_the_architecture_names_folders_that_exist():
    planes = re.findall(r"^  ([a-z]+)/ ", (ROOT / "ARCHITECTURE.md").read_text(), re.MULTILINE)
    assert planes
    assert [plane for plane in planes if not (ROOT / "src/modelwright" / plane).is_dir()] == []
