#include "postprocess/report/report.h"

#include "postprocess/field_data.h"
#include "postprocess/report/field_series.h"
#include "postprocess/report/packed_array.h"
#include "postprocess/report/pages.h"
#include "solver/config/located.h"
#include "solver/files/hdf5_file.h"
#include "solver/files/tables.h"
#include "solver/version.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <sstream>

namespace earshot {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

// What parts of a report may take, so that the whole of it goes by mail [bytes].
constexpr std::size_t for_text_file = 1'500'000, for_air = 2'500'000, for_shell = 600'000,
                      for_shapes = 500'000;

/// Files beside each other, by name.
std::vector<fs::path> files_in(const fs::path &directory) {
  std::vector<fs::path> files;
  if (fs::is_directory(directory))
    for (const auto &entry : fs::directory_iterator(directory))
      if (entry.is_regular_file())
        files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

bool is_shown(const fs::path &file) {
  static const std::set<std::string> endings{".csv", ".json", ".log", ".toml"};
  return endings.count(file.extension().string()) != 0 && file.filename() != "checkpoint.csv";
}

class Report {
public:
  explicit Report(fs::path directory) : directory_(std::move(directory)) {}

  std::string text() {
    add_texts(directory_, "");
    add_texts(directory_ / "study", "study/");
    if (data_["texts"].empty())
      throw UserError(fmt::format("{} holds no results (no table of a run)", directory_.string()));
    data_["shells"] = ordered_json::array();
    if (const fs::path air = directory_ / "fields" / "air.pvd"; fs::exists(air)) {
      if (auto field = fields(air, for_air))
        data_["air"] = std::move(*field);
      for (const fs::path &shell : diaphragm_series(directory_ / "fields"))
        if (auto field = fields(shell, for_shell))
          data_["shells"].push_back(std::move(*field));
    }
    data_["shapes"] = ordered_json::array();
    for (const fs::path &file : files_in(directory_ / "modes"))
      if (file.extension() == ".pvd")
        if (auto shapes = fields(file, for_shapes))
          data_["shapes"].push_back(std::move(*shapes));
    add_studies();
    data_["omitted"] = omitted_;
    return page();
  }

private:
  void add_texts(const fs::path &folder, const std::string &prefix) {
    for (const fs::path &file : files_in(folder)) {
      if (!is_shown(file))
        continue;
      const std::string name = prefix + file.filename().string();
      if (fs::file_size(file) > for_text_file)
        omitted_.push_back(name);
      else
        data_["texts"][name] = read_text(file);
    }
  }

  std::optional<ordered_json> fields(const fs::path &pvd, std::size_t budget) {
    auto field = packed_fields(pvd, budget);
    if (!field)
      omitted_.push_back(fs::relative(pvd, directory_).string());
    return field;
  }

  void add_studies() {
    data_["studies"] = ordered_json::object();
    for (const fs::path &file : files_in(directory_ / "study")) {
      if (file.extension() != ".h5")
        continue;
      const Hdf5Reader reader(file, "the curves of a study");
      if (!reader.has("spl_db"))
        continue;
      std::vector<std::string> labels;
      std::istringstream lines(reader.text("labels"));
      for (std::string line; std::getline(lines, line);)
        labels.push_back(line);
      data_["studies"][file.stem().string()] = {{"frequency_hz", reader.numbers("frequency_hz")},
                                                {"labels", labels},
                                                {"spl_db", packed_floats(reader.numbers("spl_db"))}};
    }
  }

  /// The page with the data in it. Within a script no "<" may stand that could begin a tag.
  std::string page() const {
    std::string data = data_.dump(-1, ' ', false, ordered_json::error_handler_t::replace), safe;
    safe.reserve(data.size());
    for (const char c : data)
      c == '<' ? safe += "\\u003c" : safe += c;
    const std::string_view whole = report_page();
    const std::size_t mark = whole.find(data_mark);
    std::string text(whole.substr(0, mark));
    text += safe;
    text += whole.substr(mark + data_mark.size());
    return text;
  }

  fs::path directory_;
  ordered_json data_{{"program", version},
                     {"name", fs::weakly_canonical(directory_).filename().string()},
                     {"texts", ordered_json::object()}};
  std::vector<std::string> omitted_; ///< files that are too large for a page
};

} // namespace

fs::path write_report(const fs::path &directory) {
  if (!fs::is_directory(directory))
    throw UserError(fmt::format("found no folder {}, expected the results of a run", directory.string()));
  const fs::path path = directory / "report.html";
  write_atomically(path, Report(directory).text());
  return path;
}

void add_report(const fs::path &directory) {
  try {
    fmt::print("report: {}\n", write_report(directory).string());
  } catch (const std::exception &error) {
    fmt::print(stderr, "warning: the report is missing: {}\n", error.what());
  }
}

} // namespace earshot
