"""The tests; `support/` holds what they share, and its assertions say as much as theirs."""

import pytest

pytest.register_assert_rewrite("tests.support")
