const { frontendConfig } = require('../../scripts/lint/houseConfig');

module.exports = frontendConfig(__dirname);
