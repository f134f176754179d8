"""The JSON Schema of a run file: of each of its lines."""
import inspect
from typing import Any

import msgspec

from harness.results import FORMAT, Record


def schema() -> dict[str, Any]:
    """The schema that each line of a run.jsonl fulfils; ``kind`` says which record it is."""
    (shape,), definitions = msgspec.json.schema_components([Record])
    for name, definition in definitions.items():
        definition["description"] = inspect.cleandoc(definition.get("description", name))
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"a line of run.jsonl, format {FORMAT}"}
    return head | shape | {"$defs": definitions}
