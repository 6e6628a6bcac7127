#include "postprocess/report/pages.h"

// pages.S
extern "C" {
extern const char earshot_report_page[], earshot_report_page_end[];
extern const char earshot_explorer_page[], earshot_explorer_page_end[];
}

namespace earshot {

std::string_view report_page() {
  return {earshot_report_page, earshot_report_page_end};
}

std::string_view explorer_page() {
  return {earshot_explorer_page, earshot_explorer_page_end};
}

} // namespace earshot
