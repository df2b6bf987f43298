-- Passwords that an office gives out and that are used once, and roles held until a day.
ALTER TABLE account ADD COLUMN one_time_until INTEGER;
ALTER TABLE role_binding ADD COLUMN ends_on TEXT;
