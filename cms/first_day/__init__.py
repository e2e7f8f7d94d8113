"""What a new installation still lacks, on the first page of the admin, until all is there or nobody wants to see it."""
