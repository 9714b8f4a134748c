"""What every layer may use: abstract mixins, sanitising, fields, French formatting. No tables."""
