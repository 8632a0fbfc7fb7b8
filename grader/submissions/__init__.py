"""What a student hands in: a file, folder, archive or notebook to a Submission, in whose words it is written."""
