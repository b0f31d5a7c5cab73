//! Tests of the checks: their own examples, the cases, the house rules, the real rows.

mod appropriate;
mod example;
mod examples;
mod house;
mod local;
mod pages;
mod planted;
mod policy_for_tests;
mod properties;
mod relevant;
mod renhe;
mod results;
mod tidy;
mod ties;
mod ties_by_chance;
mod ties_twice;
