"""Many documents: what to read (`plan`), who reads it (`pool`, `task`), where results wait (`part`, `news`), how the
old output and the new results become the next output (`merge`), and how that replaces the old one (`work`), be it three
files (`files`), a folder for each year (`partitions`), Delta Lake (`delta`) or an object store (`remote`).

    walk ─ plan ─ pool/task ─ part files ─ merge ─ publish
                   workers     on disk      rows    rename

The output is the state. A run first notes every result in part files beside the output, then merges old output and
parts, in the order of the sources, into the new output; what the merge writes depends on the rows alone.
"""
