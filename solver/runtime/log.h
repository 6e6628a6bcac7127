#ifndef EARSHOT_RUNTIME_LOG_H
#define EARSHOT_RUNTIME_LOG_H

#include "solver/runtime/options.h"

#include <spdlog/logger.h>

#include <memory>
#include <string>

namespace earshot {

/// The logger of a run: everything goes to run.log, which a resumed run continues; the screen gets it unless
/// `quiet`, and warnings always. Ranks other than 0 say nothing.
std::shared_ptr<spdlog::logger> make_log(const std::string &directory, const Options &options, bool root);

/// Ends a log by an error that the screen gets from elsewhere.
void note_in_file(spdlog::logger &log, const std::string &error);

/// The command line as text.
std::string describe(const Options &options);

} // namespace earshot

#endif
