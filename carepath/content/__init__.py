"""What each page holds, in order, as values and markup."""
