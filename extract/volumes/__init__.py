"""Several reports in one document (汇编) → each by itself.

`parts` parts the document: by the owners of its tables where these are named (`owners`, `regroup`), else by the lines that
head reports (`report_heads`, `titled_heads`), of which `own_reports` keeps those that begin a report. When all are read,
`doubtful_owners` holds their agencies against the lines between them.
"""
