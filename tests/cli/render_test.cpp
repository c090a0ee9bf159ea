#include <stb_image.h>

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>

#include "engine/experiment/link.h"
#include "engine/insight/probe.h"
#include "shell/cli/color_scale.h"
#include "tests/cli/command.h"

namespace backprop {
namespace {

// A PNG file as another reader sees it.
class Decoded {
 public:
  explicit Decoded(const std::string& png) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(png.data());
    int channels = 0;
    pixels_ =
        stbi_load_from_memory(bytes, static_cast<int>(png.size()), &width, &height, &channels, 3);
  }
  ~Decoded() { stbi_image_free(pixels_); }
  Decoded(const Decoded&) = delete;
  Decoded& operator=(const Decoded&) = delete;

  bool valid() const { return pixels_ != nullptr; }
  Color at(int x, int y) const {
    const std::uint8_t* pixel = pixels_ + 3 * (y * width + x);
    return {static_cast<float>(pixel[0]) / 255, static_cast<float>(pixel[1]) / 255,
            static_cast<float>(pixel[2]) / 255};
  }

  int width = 0, height = 0;

 private:
  std::uint8_t* pixels_ = nullptr;
};

float distance(Color a, Color b) {
  return std::max({std::abs(a.r - b.r), std::abs(a.g - b.g), std::abs(a.b - b.b)});
}

bool same(Color a, Color b) { return distance(a, b) < 1.6f / 255; }

// Where a point of the plane is in a picture of it.
int column(double x1, int size) { return static_cast<int>((x1 / 12 + 0.5) * size); }
int row(double x2, int size) { return static_cast<int>((0.5 - x2 / 12) * size); }

// Whether a point (or its rim) may cover a place.
bool near_a_point(const Trainer& trainer, double x1, double x2) {
  for (const Point& point : trainer.data().points) {
    if (std::hypot(point.x1 - x1, point.x2 - x2) < 0.3) return true;
  }
  return false;
}

std::string rendered(std::vector<std::string> args) {
  const Folder folder;
  args.insert(args.begin(), "render");
  args.insert(args.end(), {"-o", folder / "out.png"});
  const Outcome outcome = run(args);
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  CHECK(outcome.out.empty());
  return contents(folder / "out.png");
}

TEST_CASE("render colours the plane by the network's output") {
  const std::string link = "dataset=circle&layers=4,2&samples=20";
  const Decoded picture(rendered({link, "--steps", "800", "--size", "300"}));
  REQUIRE(picture.valid());
  REQUIRE(picture.width == 300);
  REQUIRE(picture.height == 300);
  Trainer trainer(parse_link(link).experiment);
  trainer.steps(800);
  int compared = 0;
  for (int y = 5; y < 300; y += 10) {
    for (int x = 5; x < 300; x += 10) {
      const double x1 = (x + 0.5) / 300 * 12 - 6, x2 = 6 - (y + 0.5) / 300 * 12;
      if (near_a_point(trainer, x1, x2)) continue;
      const auto values = activations_at(trainer.network(), trainer.experiment().features, x1, x2);
      const Color expected = mix(kGround, value_color(values.back()[0]), kPlaneStrength);
      INFO(x << " " << y);
      CHECK(same(picture.at(x, y), expected));
      ++compared;
    }
  }
  CHECK(compared > 700);
  // And the network has learned something to be seen: blue inside, orange outside.
  CHECK(picture.at(150, 150).b > picture.at(150, 150).r);
  CHECK(picture.at(3, 3).r > picture.at(3, 3).b);
}

TEST_CASE("render draws the training points, and the test points on demand") {
  const std::string link = "dataset=xor&samples=12&trainFraction=0.5&layers=2";
  const int size = 800;
  const Decoded plain(rendered({link, "--steps", "1", "--size", "800"}));
  const Decoded both(rendered({link, "--steps", "1", "--size", "800", "--test-points"}));
  REQUIRE(plain.valid());
  REQUIRE(both.valid());
  const Data data = make_data(parse_link(link).experiment);
  REQUIRE(data.train_count == 6);
  for (const Point& point : data.train()) {
    const int x = column(point.x1, size), y = row(point.x2, size);
    CHECK(same(plain.at(x, y), class_color(static_cast<int>(point.label))));
  }
  for (const Point& point : data.test()) {
    const int x = column(point.x1, size), y = row(point.x2, size);
    const Color ring = class_color(static_cast<int>(point.label));
    CHECK_FALSE(same(plain.at(x, y), both.at(x, y)));
    CHECK(same(both.at(x, y), kPanel));
    // Another point may lie over a part of the ring.
    CHECK((same(both.at(x + 8, y), ring) || same(both.at(x - 8, y), ring) ||
           same(both.at(x, y + 8), ring) || same(both.at(x, y - 8), ring)));
  }
}

TEST_CASE("render colours classes by the greatest output") {
  const std::string link =
      "dataset=blobs&classes=4&loss=cross_entropy&layers=8&samples=60&optimizer=adam";
  const Decoded picture(rendered({link, "--steps", "600", "--size", "240"}));
  REQUIRE(picture.valid());
  Trainer trainer(parse_link(link).experiment);
  trainer.steps(600);
  bool seen[4] = {};
  for (int y = 4; y < 240; y += 8) {
    for (int x = 4; x < 240; x += 8) {
      const double x1 = (x + 0.5) / 20 - 6, x2 = 6 - (y + 0.5) / 20;
      if (near_a_point(trainer, x1, x2)) continue;
      std::vector<float> values =
          activations_at(trainer.network(), trainer.experiment().features, x1, x2).back();
      const auto winner = std::max_element(values.begin(), values.end());
      const int label = static_cast<int>(winner - values.begin());
      const float best = *winner;
      *winner = -1;
      const float lead = best - *std::max_element(values.begin(), values.end());
      const Color expected = mix(kGround, mix(kZero, class_color(label), lead), kPlaneStrength);
      INFO(x << " " << y);
      CHECK(same(picture.at(x, y), expected));
      seen[label] = true;
    }
  }
  for (const bool label : seen) CHECK(label);
}

TEST_CASE("render --neurons lays out features, neurons and the plane from left to right") {
  const std::string link = "dataset=circle&layers=3&samples=20";
  const int size = 400;
  const Decoded picture(rendered({link, "--steps", "500", "--size", "400", "--neurons"}));
  REQUIRE(picture.valid());
  // Margin 20, tiles 50, 65 between three columns, the plane at the right.
  CHECK(picture.width == 2 * 20 + 3 * 50 + 2 * 65 + size + 20);
  CHECK(picture.height == size + 2 * 20);
  CHECK(same(picture.at(2, 2), kGround));
  // The first tile is x1: orange at its left, blue at its right; two of them, 20 apart.
  const int top = (440 - (2 * 50 + 20)) / 2;
  const int middle = top + 25;
  const Color left = picture.at(23, middle), right = picture.at(67, middle);
  CHECK(same(left, mix(kGround, value_color(-5.16f / 5.88f), kTileStrength)));
  CHECK(right.b > right.r);
  // Below it x2: blue above, orange below.
  CHECK(picture.at(45, top + 70 + 4).b > picture.at(45, top + 70 + 4).r);
  CHECK(picture.at(45, top + 70 + 46).r > picture.at(45, top + 70 + 46).b);
  // The plane is where the width says.
  Trainer trainer(parse_link(link).experiment);
  trainer.steps(500);
  const int x0 = picture.width - 20 - size, y0 = 20;
  for (const Point& point : trainer.data().train()) {
    const Color color = picture.at(x0 + column(point.x1, size), y0 + row(point.x2, size));
    CHECK(same(color, class_color(static_cast<int>(point.label))));
  }
}

TEST_CASE("render --neurons shows every hidden neuron's own map") {
  const std::string link = "dataset=circle&layers=3&activation=relu&samples=20";
  const Decoded picture(rendered({link, "--steps", "500", "--size", "400", "--neurons"}));
  REQUIRE(picture.valid());
  Trainer trainer(parse_link(link).experiment);
  trainer.steps(500);
  Probe probe;
  probe.configure(trainer.experiment().features, 50);
  probe.evaluate(trainer.network());
  const ValueScale scale = neuron_scale(trainer, probe, 0);
  const int x0 = 20 + 50 + 65, y0 = (440 - (3 * 50 + 2 * 20)) / 2;
  for (int neuron = 0; neuron < 3; ++neuron) {
    for (int y = 10; y < 50; y += 10) {
      for (int x = 10; x < 50; x += 10) {
        const float value = probe.neuron_map(0, neuron)[static_cast<std::size_t>(y * 50 + x)];
        INFO(neuron << " " << x << " " << y);
        CHECK(same(picture.at(x0 + x, y0 + neuron * 70 + y),
                   mix(kGround, value_color(scale(value)), kTileStrength)));
      }
    }
  }
}

TEST_CASE("render takes any network that an experiment can be") {
  for (const std::string link :
       {"layers=", "dataset=reg-gauss&layers=4", "layers=64,64,64,64,64,64,64,64",
        "features=x1,x2,x1sq,x2sq,x1x2,sinx1,sinx2,cosx1,cosx2,radius,angle&layers=1",
        "dataset=blobs&classes=6&loss=cross_entropy", "samples=10000&layers=2"}) {
    INFO(link);
    for (const bool neurons : {false, true}) {
      std::vector<std::string> args = {link, "--steps", "2", "--size", "64"};
      if (neurons) args.push_back("--neurons");
      const Decoded picture(rendered(args));
      REQUIRE(picture.valid());
      if (!neurons) CHECK(picture.width == 64);
      // 64 tiles of at least 6 pixels with 2 between them, and the margins.
      CHECK(picture.height <= 64 * (6 + 2) + 2 * 3);
    }
  }
}

TEST_CASE("render -o - writes the picture to standard output") {
  const Outcome outcome = run({"render", "layers=2", "--steps", "1", "--size", "40", "-o", "-"});
  CHECK(outcome.code == 0);
  const Decoded picture(outcome.out);
  REQUIRE(picture.valid());
  CHECK(picture.width == 40);
}

TEST_CASE("the same run gives the same file") {
  const std::vector<std::string> args = {"dataset=spiral", "--steps", "50", "--neurons"};
  CHECK(rendered(args) == rendered(args));
}

}  // namespace
}  // namespace backprop
