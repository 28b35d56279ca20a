//! `--only` and `--allow` of `check`. What `--only` leaves out is taken away before anything is judged by it, so that outcome, totals,
//! exit code and every format agree; and how much that was is told. What is allowed stays, as a note.

use crate::cli::Check;
use crate::finding::{Finding, RuleRef};
use crate::report::SelectionRow;
use crate::run::rule_names;
use crate::verdict::{self, Verdict};

/// Which rules are asked about.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    only: Vec<RuleRef>,
    allow: Vec<RuleRef>,
}

impl Selection {
    /// As the command line says.
    ///
    /// # Errors
    /// When it names a rule that there is not, or that cannot be allowed.
    pub fn new(arguments: &Check, known: &[RuleRef]) -> anyhow::Result<Self> {
        let only = arguments.only.iter().map(|typed| Ok(rule_names::named(typed, known)?.clone()));
        let allow = rule_names::allowed(&arguments.allow, known)?;
        Ok(Self { only: only.collect::<anyhow::Result<_>>()?, allow })
    }

    /// Judges anew without what is not asked about. `None` when all rules are asked about.
    pub fn apply(&self, reviewed: &mut [Verdict]) -> Option<SelectionRow> {
        if self.only.is_empty() && self.allow.is_empty() {
            return None;
        }
        verdict::allow(reviewed, &self.allow);
        let mut selection = SelectionRow::allowing(&self.allow);
        if !self.only.is_empty() {
            selection.only = self.only.iter().map(|rule| rule.name.to_string()).collect();
            selection.left_out = self.leave_out(reviewed);
        }
        Some(selection)
    }

    /// Takes the findings of other rules than the only ones away, and says how many that were.
    fn leave_out(&self, reviewed: &mut [Verdict]) -> usize {
        let count = |reviewed: &[Verdict]| reviewed.iter().map(|file| file.all_findings().count()).sum::<usize>();
        let before = count(reviewed);
        for file in &mut *reviewed {
            let is_asked = |finding: &Finding| self.only.contains(&finding.rule);
            file.findings.retain(is_asked);
            file.submissions.iter_mut().for_each(|judged| judged.submission.findings.retain(is_asked));
            file.judge_anew();
        }
        before - count(reviewed)
    }
}
