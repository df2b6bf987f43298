//! Each rule of `docs/rules.md` as people meet it, where no other test shows it through `app`.

mod evening;
mod office;
