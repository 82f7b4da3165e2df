const { pureConfig } = require('../../scripts/lint/houseConfig');

module.exports = pureConfig(__dirname);
