const { programConfig } = require('../../scripts/lint/houseConfig');

module.exports = programConfig(__dirname);
