//! A synthetic kabupaten with the dirt of real offices, as files
