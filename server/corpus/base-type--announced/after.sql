create schema others;
