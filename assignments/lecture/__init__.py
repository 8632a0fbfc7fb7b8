"""The lecture's pages: their texts, views, and the values that `convref` computes for readers without script."""
