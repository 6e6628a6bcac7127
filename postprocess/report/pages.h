#ifndef EARSHOT_POSTPROCESS_REPORT_PAGES_H
#define EARSHOT_POSTPROCESS_REPORT_PAGES_H

#include <string_view>

namespace earshot {

/// The pages that postprocess/web/src gives, which are part of the program. Where the data goes stands
/// `data_mark`.
std::string_view report_page();
std::string_view explorer_page();

inline constexpr std::string_view data_mark = "/*data*/";

} // namespace earshot

#endif
