//! `--only` and `--allow`: which rules are asked about. What is left out is taken away before anything is judged by it, so that
//! outcome, totals, exit code and every format agree; and how much that was is told.

use crate::cli::Check;
use crate::finding::{Finding, RuleRef, Severity};
use crate::report::SelectionRow;
use crate::verdict::{Outcome, Verdict};

use crate::run::rule_names;

/// Which rules are asked about.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    only: Vec<String>,
    allow: Vec<String>,
}

impl Selection {
    /// As the command line says.
    ///
    /// # Errors
    /// When it names a rule that there is not.
    pub fn new(arguments: &Check, known: &[RuleRef]) -> anyhow::Result<Self> {
        let named = |typed: &Vec<String>| -> anyhow::Result<Vec<String>> {
            typed.iter().map(|typed| Ok(rule_names::named(typed, known)?.name.to_string())).collect()
        };
        Ok(Self { only: named(&arguments.only)?, allow: named(&arguments.allow)? })
    }

    fn keeps(&self, finding: &Finding) -> bool {
        let is_one_of = |names: &[String]| names.iter().any(|name| *name == finding.rule.name);
        (self.only.is_empty() || is_one_of(&self.only)) && !is_one_of(&self.allow)
    }

    /// Takes the findings of the other rules away and judges anew. `None` when all rules are asked about.
    pub fn apply(&self, reviewed: &mut [Verdict]) -> Option<SelectionRow> {
        if self.only.is_empty() && self.allow.is_empty() {
            return None;
        }
        let count = |reviewed: &[Verdict]| reviewed.iter().map(|file| file.all_findings().count()).sum::<usize>();
        let before = count(reviewed);
        for file in &mut *reviewed {
            file.findings.retain(|finding| self.keeps(finding));
            let rejected = file.is_rejected();
            for judged in &mut file.submissions {
                let findings = &mut judged.submission.findings;
                findings.retain(|finding| self.keeps(finding));
                let has_error = findings.iter().any(|finding| finding.severity == Severity::Error);
                if judged.outcome == Outcome::Rejected && !rejected && !has_error {
                    judged.outcome = Outcome::Accepted;
                }
            }
        }
        let left_out = before - count(reviewed);
        Some(SelectionRow { only: self.only.clone(), allow: self.allow.clone(), left_out })
    }
}
