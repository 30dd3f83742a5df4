create type mood as enum ('calm', 'sad', 'wild');
