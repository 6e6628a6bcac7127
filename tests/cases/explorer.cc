// The explorer's server, as a browser and as somebody hostile meets it.
#include "tests/cases/program.h"

#include <httplib.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <random>
#include <regex>

namespace earshot::testing {
namespace {

using nlohmann::json;

/// A model of the small monitor with its isolation, and the program serving it.
class ExplorerCase : public ::testing::Test {
protected:
  static void SetUpTestSuite() {
    directory_ = new TemporaryDirectory;
    write_file(folder() / "small.toml", read_text(small_case) + "\n[[analysis]]\ntype = \"isolation\"\n");
    const Outcome saved = run_earshot(
        {"run", "small.toml", "-o", "out", "--save-model", "model.h5", "--set", "sweep.points=12", "-q"},
        folder());
    ASSERT_EQ(saved.code, 0) << saved.err;
    server_ = new Process(command({"explore", "--model", "model.h5"}), folder());
    find_address();
  }
  static void TearDownTestSuite() {
    server_->send(SIGINT);
    const Outcome outcome = server_->wait();
    EXPECT_EQ(outcome.code, 0) << "Ctrl-C stops it; " << outcome.err;
    delete server_;
    delete directory_;
  }

  static void find_address() {
    const std::regex pattern("http://127\\.0\\.0\\.1:([0-9]+)/([0-9a-f]{32})/");
    for (int tries = 0; tries < 600 && port_ == 0; ++tries) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      const std::string text = server_->output_so_far();
      if (std::smatch match; std::regex_search(text, match, pattern)) {
        port_ = std::stoi(match[1]);
        token_ = match[2];
      }
    }
    ASSERT_NE(port_, 0) << "the program names its address";
  }

  static fs::path folder() { return directory_->path; }
  static httplib::Client client() { return httplib::Client("127.0.0.1", port_); }
  static std::string path(const std::string &name) { return "/" + token_ + "/" + name; }
  static httplib::Result ask(const std::string &name, const std::string &body,
                             const httplib::Headers &headers = {}) {
    return client().Post(path(name), headers, body, "application/json");
  }
  static int status(const httplib::Result &result) { return result ? result->status : 0; }

  static TemporaryDirectory *directory_;
  static Process *server_;
  static int port_;
  static std::string token_;
};

TemporaryDirectory *ExplorerCase::directory_ = nullptr;
Process *ExplorerCase::server_ = nullptr;
int ExplorerCase::port_ = 0;
std::string ExplorerCase::token_;

} // namespace

TEST_F(ExplorerCase, ServesThePageAtItsAddressAlone) {
  auto browser = client();
  const auto page = browser.Get(path(""));
  ASSERT_EQ(status(page), 200);
  EXPECT_NE(page->body.find("earshot explorer"), std::string::npos);
  EXPECT_EQ(page->get_header_value("Cache-Control"), "no-store");
  EXPECT_EQ(page->get_header_value("Referrer-Policy"), "no-referrer");
  for (const std::string &address :
       {std::string("/"), std::string("/model"), "/" + std::string(32, '0') + "/",
        "/" + token_.substr(0, 31) + "/", "/" + token_, std::string("//") + token_ + "/model"})
    EXPECT_EQ(status(browser.Get(address)), 403) << address;
}

TEST_F(ExplorerCase, RefusesOtherPagesAndOtherNames) {
  EXPECT_EQ(status(ask("evaluate", "{}", {{"Origin", "http://elsewhere.example"}})), 403);
  EXPECT_EQ(status(ask("evaluate", "{}", {{"Origin", "null"}})), 403);
  EXPECT_EQ(status(ask("evaluate", "{}", {{"Host", "elsewhere.example"}})), 403);
  EXPECT_EQ(status(ask("evaluate", "{}", {{"Origin", "http://127.0.0.1:" + std::to_string(port_)}})), 200);
}

TEST_F(ExplorerCase, GivesNoFiles) {
  auto browser = client();
  for (const char *name :
       {"../model.h5", "..%2f..%2fetc%2fpasswd", "../../../../etc/passwd", "model.h5", "evaluate"})
    EXPECT_GE(status(browser.Get(path(name))), 400) << name;
}

TEST_F(ExplorerCase, AnswersAsARunOfTheModelDoes) {
  const Outcome run =
      run_earshot({"run", "--model", "model.h5", "-o", "changed", "-q", "--set",
                   "driver.dynamic.coil.mass=8 mg", "--set", "surface.screen.resistance=50 Pa s/m"},
                  folder());
  ASSERT_EQ(run.code, 0) << run.err;
  const auto answer =
      ask("evaluate", R"({"values": {"driver.dynamic.coil.mass": 8e-6, "surface.screen.resistance": 50}})");
  ASSERT_EQ(status(answer), 200) << answer->body;
  const json json = json::parse(answer->body);
  for (const auto &[file, name] :
       {std::pair{"response.csv", "response"}, std::pair{"impedance.csv", "impedance"},
        std::pair{"excursion.csv", "excursion"}, std::pair{"opening_velocity.csv", "opening_velocity"}}) {
    const Table table = read_table(folder() / "changed" / file);
    for (const std::string &column : table.columns) {
      const std::vector<double> expected = table.column(column);
      const auto &found = json[name][column];
      ASSERT_EQ(found.size(), expected.size()) << column;
      for (std::size_t i = 0; i < expected.size(); ++i) // the file has nine digits
        EXPECT_NEAR(found[i].get<double>(), expected[i], 1e-8 * std::abs(expected[i]) + 1e-12)
            << column << " " << i;
    }
  }
}

TEST_F(ExplorerCase, TellsTheIsolationThatARunOfTheModelDoes) {
  const Outcome run = run_earshot(
      {"run", "--model", "model.h5", "-o", "isolated", "-q", "--set", "surface.screen.resistance=50 Pa s/m"},
      folder());
  ASSERT_EQ(run.code, 0) << run.err;
  const auto answer = ask("isolation", R"({"values": {"surface.screen.resistance": 50}})");
  ASSERT_EQ(status(answer), 200) << answer->body;
  const json json = json::parse(answer->body);
  const Table table = read_table(folder() / "isolated/isolation.csv");
  ASSERT_EQ(json.size(), table.columns.size());
  for (const std::string &column : table.columns)
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      const double expected = table.column(column)[i]; // infinite where nothing comes in
      EXPECT_EQ(json[column][i].is_null(), !std::isfinite(expected)) << column << " " << i;
      if (std::isfinite(expected)) {
        EXPECT_NEAR(json[column][i].get<double>(), expected, 1e-8 * std::abs(expected)) << column << " " << i;
      }
    }
}

// A film a twentieth as stiff, hardly damped, breaks up where the model was fitted to none of it: before the
// refit its answers may be wrong by more than the tolerance of 0.01 dB, and say so; afterwards they are a
// direct run's within it.
TEST_F(ExplorerCase, FitsTheModelToADesignFarAway) {
  const std::string far =
      R"({"values": {"surface.screen.resistance": 2, "material.film.youngs_modulus": 2e8,)"
      R"( "material.film.loss_factor": 0.001}})";
  const auto largest_error = [&] {
    const json answer = json::parse(ask("evaluate", far)->body);
    double largest = 0;
    for (const auto &error : answer["response"]["error_db"])
      largest = std::max(largest, error.get<double>());
    return largest;
  };
  EXPECT_GT(largest_error(), 0.01);
  ASSERT_EQ(status(ask("refit", far)), 200);
  json state;
  for (int tries = 0; tries < 600; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    const auto answer = client().Get(path("refit"));
    ASSERT_EQ(status(answer), 200);
    state = json::parse(answer->body);
    if (!state["busy"].get<bool>())
      break;
  }
  EXPECT_FALSE(state["busy"].get<bool>());
  EXPECT_EQ(state["error"].get<std::string>(), "");
  EXPECT_LE(largest_error(), 0.01);

  const Outcome run = run_earshot(
      {"run", "small.toml", "-o", "far", "-q", "--set", "sweep.points=12", "--set", "sweep.method=direct",
       "--set", "output.field_frequencies=[]", "--set", "surface.screen.resistance=2 Pa s/m", "--set",
       "material.film.youngs_modulus=0.2 GPa", "--set", "material.film.loss_factor=0.001"},
      folder());
  ASSERT_EQ(run.code, 0) << run.err;
  const std::vector<double> expected = read_table(folder() / "far/response.csv").column("spl_db");
  const json answer = json::parse(ask("evaluate", far)->body), found = answer["response"]["spl_db"];
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i)
    EXPECT_NEAR(found[i].get<double>(), expected[i], 0.01) << i;
}

TEST_F(ExplorerCase, SavesWhatItShowsAsACaseThatRuns) {
  const auto config = ask("config", R"({"values": {"driver.dynamic.coil.mass": 8e-6}})");
  ASSERT_EQ(status(config), 200);
  write_file(folder() / "explored.toml", config->body);
  const Outcome check = run_earshot({"check", "explored.toml"}, folder());
  EXPECT_EQ(check.code, 0) << check.err;
  EXPECT_NE(config->body.find("mass = \"8"), std::string::npos) << config->body;
}

TEST_F(ExplorerCase, DescribesWhatCanBeChangedTheStrongestFirst) {
  const auto description = client().Get(path("model"));
  ASSERT_EQ(status(description), 200);
  const auto parameters = json::parse(description->body)["parameters"];
  ASSERT_GT(parameters.size(), 5u);
  for (std::size_t k = 1; k < parameters.size(); ++k)
    EXPECT_GE(parameters[k - 1]["largest_db"].get<double>(), parameters[k]["largest_db"].get<double>());
  for (const auto &parameter : parameters) {
    EXPECT_LT(parameter["low"].get<double>(), parameter["high"].get<double>()) << parameter;
    if (parameter["key"] == "air.temperature") {
      EXPECT_GT(parameter["low"].get<double>(), 250) << "what is usual, not a quarter of 296 K";
    }
    EXPECT_NE(parameter["key"].get<std::string>().rfind("geometry", 0), 0u)
        << "what changes the mesh is not offered";
  }
}

TEST_F(ExplorerCase, SaysWhatIsWrongWithAQuestion) {
  for (const char *body :
       {"", "{", "[]", "null", "\"text\"", R"({"values": 3})", R"({"values": {"a": "b"}})",
        R"({"points": -1})", R"({"points": 1e9})", R"({"points": 2.5})", R"({"values": {"no.such.key": 1}})",
        R"({"values": {"driver.dynamic.coil.mass": -1}})",
        R"({"values": {"driver.dynamic.coil.mass": 1e999}})",
        R"({"values": {"geometry.front.length": 0.003}})"}) {
    const auto answer = ask("evaluate", body);
    EXPECT_EQ(status(answer), 422) << body;
    if (answer) {
      EXPECT_FALSE(json::parse(answer->body)["error"].get<std::string>().empty());
    }
  }
}

TEST_F(ExplorerCase, RefusesHugeBodies) {
  EXPECT_EQ(status(ask("evaluate", std::string(1 << 20, '['))), 413);
  // Deeply nested, but within the limit.
  EXPECT_EQ(status(ask("evaluate", std::string(60'000, '['))), 422);
}

/// Damaged questions of every kind: never an answer that isn't JSON, never the end of the program.
TEST_F(ExplorerCase, OutlivesRandomQuestions) {
  std::mt19937 random(1);
  const std::string seed = R"({"values": {"driver.dynamic.coil.mass": 8e-6}, "points": 5})";
  for (int k = 0; k < 400; ++k) {
    std::string body = seed;
    for (unsigned changes = 1 + random() % 6; changes-- > 0;) {
      const std::size_t at = random() % (body.size() + 1);
      if (random() % 3 == 0 && at < body.size())
        body.erase(at, 1 + random() % 5);
      else
        body.insert(at, 1, static_cast<char>(random() % 256));
    }
    const auto answer = ask(random() % 2 == 0 ? "evaluate" : "config", body);
    ASSERT_TRUE(status(answer) == 200 || status(answer) == 422) << status(answer) << ": " << body;
  }
  EXPECT_EQ(status(ask("evaluate", "{}")), 200);
}

} // namespace earshot::testing
