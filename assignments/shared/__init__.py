"""What several topics use: models of windows with their slips, exact fractions, sums, the words of beliefs."""
