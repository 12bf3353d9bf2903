"""What the formats say today becomes what they have to say."""

from tests.resumes.golden import fresh

for path, body in fresh():
    path.write_bytes(body)
