"""Management pages under `/gestion/`: saving through services, history, exports, rights. No tables."""
