"""Five thousand tests of twelve targets: how large the pages are, and how long they take."""
import io
import time
import zipfile
from pathlib import Path

from reports.pages import site
from reports.tests.pages import crafted

ROOT = Path(__file__).parents[3]
SECONDS = 5.0
BYTES = 5_000_000


def packed(folder: Path) -> int:
    """How large a folder is as a zip."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in folder.rglob("*"):
            archive.write(path, path.relative_to(folder))
    return len(found.getvalue())


def test_five_thousand_tests_of_twelve_targets_stay_small_and_quick(tmp_path, record_property):
    run = crafted.write(tmp_path / "run", list(crafted.many(5000, 12)))
    began = time.process_time()

    count = site.report([str(run)], tmp_path / "out", ROOT)

    # The processor's time, since others may use the machine; and three times as much as it may be, since it may be a slow one.
    seconds, size = time.process_time() - began, packed(tmp_path / "out")
    print(f"{count} pages in {seconds:.1f} s of the processor's time, {size / 1e6:.1f} MB compressed")
    record_property("seconds", seconds)
    record_property("bytes", size)
    assert seconds < 3 * SECONDS
    assert size < BYTES
    assert (tmp_path / "out" / "matrix.html").stat().st_size < BYTES
