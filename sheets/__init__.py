"""Tables in and out: the only room that knows XLSX, XLS, CSV, PDF and pictures."""
