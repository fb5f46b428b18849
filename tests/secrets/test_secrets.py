# SPDX-License-Identifier: Apache-2.0
"""How well secrets are told from what looks like them; and that every hit on the images at hand is right."""
import json

import corpus
import measure
import pytest


@pytest.fixture(name="data")
def data_folder():
    corpus.folder("secrets/secrets/trivy")
    corpus.folder("images")
    return corpus.root()


def test_recipes_hold_enough_and_are_the_same_each_time():
    rows = measure.recipes.lines()
    assert len(rows) >= 300 and rows == measure.recipes.lines()
    assert sum(row[3] for row in rows) >= 100 and sum(not row[3] for row in rows) >= 150


def test_recipes():
    score = measure.measure_recipes()
    print(score)
    assert score.precision >= 0.98 and score.recall >= 0.98, (score.wrong, score.missed)


def test_files(data):
    assert data.is_dir()
    score = measure.measure_files()
    print(score)
    assert score.precision >= 0.96 and score.recall >= 0.96, (score.wrong, score.missed)


# Looked at one by one: an AWS key pair (published example values) and passwords in ENV of images built for these tests.
RIGHT = {
    ("env", "AWS_ACCESS_KEY_ID", "aws-access-key-id"), ("env", "AWS_SECRET_ACCESS_KEY", "aws-secret-access-key"), ("env", "DB_PASSWORD", "password"),
    ("history", "s03-user-zero-env-secret", "aws-access-key-id"), ("history", "s03-user-zero-env-secret", "aws-secret-access-key"),
    ("history", "s08-podman", "password"),
}


def rows_of_images(data):
    """(what, place, name, text) for each variable, label and history entry of the images."""
    for path in sorted((data / "images").glob("*.facts.json")):
        for image in json.loads(path.read_text()).get("images", []):
            config = image.get("config") or {}
            for pair in config.get("env") or []:
                yield "env", "env", *pair.partition("=")[::2]
            for name, value in (config.get("labels") or {}).items():
                yield "label", "label", name, value
            for entry in config.get("history") or []:
                yield "history", "command", path.name, entry.get("created_by") or ""
    for folder in sorted((data / "images" / "docker-built").glob("s*")):
        inspected = json.loads((folder / "inspect.json").read_text())
        inspected = inspected[0] if isinstance(inspected, list) else inspected
        for pair in (inspected.get("Config") or inspected.get("config") or {}).get("Env") or []:
            yield "env", "env", *pair.partition("=")[::2]
        for entry in json.loads((folder / "history.json").read_text()):
            yield "history", "command", folder.name, entry.get("CreatedBy") or ""


def test_images(data):
    rows = list(rows_of_images(data))
    hits = measure.search(row[1:] for row in rows)
    found = {(what, name, hit["kind"]) for (what, _, name, _), group in zip(rows, hits) for hit in group}
    assert len(rows) > 300
    assert found == RIGHT
