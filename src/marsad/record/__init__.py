"""The record: event mentions become events, events become facts, and questions are answered as of a day."""
