#ifndef EARSHOT_STUDY_LOG_H
#define EARSHOT_STUDY_LOG_H

#include <spdlog/logger.h>

#include <memory>
#include <string>

namespace earshot {

/// The logger of a run: everything goes to run.log; the screen gets it unless `quiet`, and warnings always.
/// Ranks other than 0 say nothing. @param directory empty: no file
std::shared_ptr<spdlog::logger> make_log(const std::string &directory, bool quiet, bool root);

} // namespace earshot

#endif
