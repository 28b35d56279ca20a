//! Examples below the help of each command: what most people want, to be copied.

pub(super) const MERGE_EXAMPLES: &str = "\
Ví dụ / examples:
  bieumau merge hop-thu -o tong-hop.xlsx
  bieumau merge hop-thu --as-of 23/6/2023 --report report.json --data du-lieu
  bieumau merge hop-thu --lang en --fail-on error

Mã thoát / exit codes:
  0: đã ghi xong / written
  1: có lỗi từ mức --fail-on / findings at --fail-on
  2: không làm được / failed";

pub(super) const CHECK_EXAMPLES: &str = "\
Ví dụ / examples:
  bieumau check 'Danh mục CSDL.xlsx'
  bieumau check bieu.xlsx --agency H22
  bieumau check bieu.xlsx -o ket-qua.html
  bieumau check bieu.xlsx --allow too-long,R401 --max-findings 50
  bieumau check bieu.xlsx --watch
  bieumau check *.xlsx --format json

Mã thoát / exit codes:
  0: có thể gửi / fine
  1: có lỗi phải sửa hoặc không có biểu nào / findings at --fail-on, or no form
  2: không làm được / failed";

pub(super) const FORMS_EXAMPLES: &str = "\
Ví dụ / examples:
  bieumau bieu-mau
  bieumau forms shared-databases
  bieumau forms infer 'Phụ lục II.xlsx' -o bieu.xlsx";

pub(super) const INFER_EXAMPLES: &str = "\
Ví dụ / examples:
  bieumau forms infer 'Phụ lục II.xlsx' -o bieu.xlsx
  bieumau forms infer bieu-da-dien.ods -o bieu.xlsx --lang en";

pub(super) const EXPORT_EXAMPLES: &str = "\
Ví dụ / examples:
  bieumau forms export shared-databases -o bieu.xlsx
  bieumau forms export bieu-mau/forms/a.json -o bieu.xlsx";

pub(super) const IMPORT_EXAMPLES: &str = "\
Ví dụ / examples:
  bieumau forms import bieu.xlsx
  bieumau forms import bieu.xlsx -o bieu-mau/forms/kiem-ke.json --campaign bieu-mau/campaigns/kiem-ke.json

Mã thoát / exit codes:
  0: dùng được / fine
  1: có lỗi phải sửa, không ghi gì / errors, nothing is written
  2: không làm được / failed";

pub(super) const FORMS_CHECK_EXAMPLES: &str = "\
Ví dụ / examples:
  bieumau forms check bieu-mau

Mã thoát / exit codes:
  0: dùng được / fine
  1: có lỗi phải sửa / faults
  2: không làm được / failed";

pub(super) const COMPLETIONS_EXAMPLES: &str = "\
Ví dụ / examples:
  bieumau completions bash > ~/.local/share/bash-completion/completions/bieumau
  bieumau completions powershell >> $PROFILE";

pub(super) const EXPLAIN_EXAMPLES: &str = "\
Ví dụ / examples:
  bieumau giai-thich
  bieumau explain V301
  bieumau explain missing-value --lang en";

pub(super) const REMIND_EXAMPLES: &str = "\
Ví dụ / examples:
  bieumau don-doc report.json -o don-doc --format docx
  bieumau remind report.json -o don-doc --returned tra-lai
  bieumau template cong-van -o mau.docx
  bieumau remind report.json -o don-doc --template mau.docx";

pub(super) const TEMPLATE_EXAMPLES: &str = "\
Ví dụ / examples:
  bieumau template shared-databases -o 'Danh mục CSDL.xlsx'
  bieumau template open-data-plan -o ke-hoach.xlsx --agency H22";

pub(super) const AGENCIES_EXAMPLES: &str = "\
Ví dụ / examples:
  bieumau agencies
  bieumau agencies --roster 2025
  bieumau agencies resolve 'UBND tỉnh TT-Huế'

Mã thoát / exit codes:
  0: rõ là một cơ quan / one agency
  1: không rõ / none, or several
  2: không làm được / failed";
