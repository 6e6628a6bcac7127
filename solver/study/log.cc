#include "solver/study/log.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/null_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>

#include <filesystem>

namespace earshot {

std::shared_ptr<spdlog::logger> make_log(const std::string &directory, bool quiet, bool root) {
  if (!root)
    return std::make_shared<spdlog::logger>("earshot", std::make_shared<spdlog::sinks::null_sink_mt>());
  std::vector<spdlog::sink_ptr> sinks;
  auto screen = std::make_shared<spdlog::sinks::stderr_color_sink_mt>();
  screen->set_level(quiet ? spdlog::level::warn : spdlog::level::info);
  screen->set_pattern("%^%v%$");
  sinks.push_back(screen);
  if (!directory.empty()) {
    auto file = std::make_shared<spdlog::sinks::basic_file_sink_mt>(
        (std::filesystem::path(directory) / "run.log").string(), true);
    file->set_pattern("%Y-%m-%d %H:%M:%S.%e  %l  %v");
    sinks.push_back(file);
  }
  auto log = std::make_shared<spdlog::logger>("earshot", sinks.begin(), sinks.end());
  log->set_level(spdlog::level::debug);
  log->flush_on(spdlog::level::info);
  return log;
}

} // namespace earshot
