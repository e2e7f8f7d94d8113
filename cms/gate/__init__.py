"""What has to hold before the source may go out, who signs for it, and how it goes out in spite of all."""
