const { backendConfig } = require('../../scripts/lint/houseConfig');

module.exports = backendConfig(__dirname);
