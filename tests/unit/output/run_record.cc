#include "solver/output/run_record.h"

#include "solver/files/tables.h"
#include "support/temporary_directory.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace earshot;

TEST(RunRecord, SummaryIsJsonThatSaysWhatTheRunDid) {
  const TemporaryDirectory directory;
  RunRecord record;
  record.name = "case";
  record.ranks = 2;
  record.counts = {{"air unknowns", 12345678901}, {"frequencies", 60}};
  record.stage_seconds = {{"mesh", 1.5}, {"solve", 30}};
  record.factorisations = 61;
  record.peak_memory_mib = {400, 300};
  record.versions = {{"VTK", "9.1.0"}};
  record.figures = {{"spl_100hz_db", std::nan("")},         {"spl_1khz_db", 93.5},
                    {"largest_excursion_mm", 0.3},          {"largest_excursion_hz", 250},
                    {"excursion_woofer_mm", 0.3, "woofer"}, {"excursion_tweeter_mm", 0.02, "tweeter"}};
  write_summary(directory.path, record);
  const auto json = nlohmann::json::parse(read_text(directory.path / "summary.json"));
  EXPECT_EQ(json["counts"]["air unknowns"], 12345678901);
  EXPECT_EQ(json["stage_seconds"]["solve"], 30);
  EXPECT_EQ(json["factorisations"], 61);
  EXPECT_EQ(json["peak_memory_mib"]["total"], 700);
  EXPECT_EQ(json["versions"]["VTK"], "9.1.0");
  EXPECT_TRUE(json["figures"]["spl"][0]["spl_db"].is_null());
  EXPECT_EQ(json["figures"]["spl"][1]["frequency_hz"], 1000);
  EXPECT_EQ(json["figures"]["spl"][1]["spl_db"], 93.5);
  EXPECT_TRUE(json["figures"]["spl_100hz_db"].is_null());
  EXPECT_EQ(json["figures"]["excursion_tweeter_mm"], 0.02);

  const std::string text = summary_text(record);
  EXPECT_NE(text.find("SPL at 1000 Hz"), std::string::npos);
  EXPECT_NE(text.find("of tweeter"), std::string::npos) << text;
  EXPECT_EQ(text.find(" nan"), std::string::npos) << text;
}

TEST(RunRecord, PeakMemoryGrowsWithUse) {
  const double before = peak_memory_mib();
  const std::vector<char> block(64 << 20, 'x');
  EXPECT_GE(peak_memory_mib(), before + 32) << static_cast<int>(block[block.size() / 2]);
}
