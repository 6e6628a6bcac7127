// `cmake --install` gives a tree that works wherever it is moved to.
#include "tests/cases/program.h"

namespace {

using namespace earshot;
using namespace earshot::testing;

/// An installed tree that was moved afterwards.
class InstalledTree : public ::testing::Test {
protected:
  static void SetUpTestSuite() {
    directory = new TemporaryDirectory;
    const fs::path first = directory->path / "first place";
    installation =
        Process({EARSHOT_CMAKE, "--install", EARSHOT_BUILD_DIR, "--prefix", first.string()}, directory->path)
            .wait();
    tree = directory->path / "moved here";
    if (fs::exists(first))
      fs::rename(first, tree);
  }
  static void TearDownTestSuite() { delete directory; }

  static Outcome run(const Arguments &arguments) {
    Arguments all{(tree / "bin/earshot").string()};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return Process(all, directory->path).wait();
  }

  static inline TemporaryDirectory *directory = nullptr;
  static inline Outcome installation;
  static inline fs::path tree;
};

TEST_F(InstalledTree, HoldsProgramConfigsMeshesAndDocs) {
  ASSERT_EQ(installation.code, 0) << installation.err;
  for (const char *file : {"bin/earshot", "share/earshot/README.md", "share/earshot/LICENSE",
                           "share/earshot/configs/single_dynamic.toml", "share/earshot/configs/REFERENCE.md",
                           "share/earshot/configs/materials/common.toml", "share/earshot/meshes/README.md",
                           "share/earshot/docs/tutorial.md", "share/earshot/docs/guide/geometry.md",
                           "share/earshot/postprocess/gallery/response.png"})
    EXPECT_TRUE(fs::exists(tree / file)) << file;
}

TEST_F(InstalledTree, RunsCasesFromItsNewPlace) {
  // A case of the tree with its included files, and a small one with a mesh: minutes of the default case are
  // saved.
  const std::string config = (tree / "share/earshot/configs/lumped_hybrid.toml").string();
  const Outcome lumped = run({"run", config, "-o", "lumped"}),
                meshed = run({"run", small_case, "-o", "meshed"});
  ASSERT_EQ(lumped.code, 0) << lumped.err;
  ASSERT_EQ(meshed.code, 0) << meshed.err;
  const Outcome built = run_earshot({"run", small_case, "-o", "built"}, directory->path);
  ASSERT_EQ(built.code, 0) << built.err;
  EXPECT_FALSE(read_table(directory->path / "lumped/response.csv").rows.empty());
  EXPECT_EQ(read_text(directory->path / "meshed/response.csv"),
            read_text(directory->path / "built/response.csv"));
}

TEST_F(InstalledTree, PrintsTheReferenceThatItHolds) {
  const Outcome outcome = run({"reference"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, read_text(tree / "share/earshot/configs/REFERENCE.md"));
}

} // namespace
