"""A run over many documents: from the files of the input to the files of the output.

    walk → plan → pool → task → part files → merge → new files, put in place of the old ones
                 (parent) (worker)  on disk

The output is the only state. Every result goes at once into a part file beside the output; when all is read, the old
output and the parts are merged, in the order of the sources, into the next output. Its bytes depend on the rows alone,
not on the number of workers or on how often the run was interrupted.

| what | modules |
|---|---|
| which files are to be read | `known_files` (what the output knows of each file), `plan`; `limits` (how they are read) |
| reading them | `pool` (the parent's side), `worker_start`, `preload`, `task` (the worker's side), `file_bytes`, `messages` (what the two say to each other), `processors`, `interrupts`; `cluster` instead of `pool` on Ray |
| results on disk | `part` (part files), `file_changes` (what all of them say of each file) |
| the next output | `edition` (the three files of one run), `contents` (what they hold, counted), `old_rows` (reads them side by side), `report_rows` (what is handed on), `merge`, `cross_report` (the checks between reports) |
| writing it | `output` (chooses by the name), `files`, `partitions`, `delta`, `remote`; `work_folder` (lock, and the exchange of old files for new ones) |
"""
