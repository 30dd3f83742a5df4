create type mood as enum ('calm', 'wild', 'sad');
