import pytest

from core.ports import Understand
from tests.wechat.door import Door, nothing_understood


@pytest.fixture(scope="session")
def understanding() -> Understand:
    return nothing_understood


@pytest.fixture
def door() -> Door:
    return Door()
