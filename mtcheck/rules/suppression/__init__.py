"""What people write to have findings set aside."""
