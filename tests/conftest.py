import pytest


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """Each test builds its sites and keeps its documents in folders of its own."""
    settings.SITES = tmp_path / "sites"
    settings.DOCUMENTS = tmp_path / "documents"
