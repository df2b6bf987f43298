//! Every line of SQL that reaches a database
