"""What the learned judge marks, where no rule can name it."""
